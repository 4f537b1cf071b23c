package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.tracing.ThrowingProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardedSpanProcessor} at the end of an application.
 */
class GuardedSpanProcessorTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@Test
	void shouldHaveAResultWhenThereIsNoneOrAnError() {
		GuardedSpanProcessor processor = new GuardedSpanProcessor(new ThrowingProcessor() {

			@Override
			@SuppressWarnings("NullAway")
			public CompletableResultCode forceFlush() {
				return null;
			}

			@Override
			public CompletableResultCode shutdown() {
				throw new StackOverflowError("on purpose");
			}

		}, HOUR);
		assertEnds(processor.forceFlush());
		assertEnds(processor.shutdown());
	}

	@Test
	void shouldFlushOnceAtATime() {
		AtomicInteger flushes = new AtomicInteger();
		CompletableResultCode theirs = new CompletableResultCode();
		SpanProcessor hanging = new ThrowingProcessor() {

			@Override
			public CompletableResultCode forceFlush() {
				flushes.incrementAndGet();
				return theirs;
			}

		};
		GuardedSpanProcessor processor = new GuardedSpanProcessor(hanging, HOUR);
		CompletableResultCode first = processor.forceFlush();
		assertThat(processor.forceFlush()).isSameAs(first);
		theirs.succeed();
		assertThat(first.join(1, TimeUnit.MINUTES).isSuccess()).isTrue();
		assertThat(processor.forceFlush().join(1, TimeUnit.MINUTES).isSuccess()).isTrue();
		assertThat(flushes).hasValue(2);
	}

	private static void assertEnds(CompletableResultCode result) {
		result.join(1, TimeUnit.MINUTES);
		assertThat(result.isDone()).isTrue();
		assertThat(result.isSuccess()).isFalse();
	}

}
