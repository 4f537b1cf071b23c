package dev.sightline.autoconfigure.llm;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Why a call failed, in few words.
 */
class ErrorTypeTests {

	@Test
	void shouldTellWhatAFutureWraps() {
		assertThat(ErrorType.of(new CompletionException(new ExecutionException(new IOException()))))
			.isEqualTo("java.io.IOException");
	}

	@Test
	@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void shouldEndWhereCausesAreACycle() {
		assertThat(ErrorType.of(new Cycle())).isEqualTo(Cycle.class.getName());
	}

	@SuppressWarnings("serial")
	private static final class Cycle extends CompletionException {

		@Override
		public synchronized Throwable getCause() {
			return this;
		}

	}

}
