package dev.sightline.autoconfigure.sentry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sentry.Hint;
import io.sentry.ITransportFactory;
import io.sentry.NoOpLogger;
import io.sentry.RequestDetails;
import io.sentry.SentryEnvelope;
import io.sentry.SentryEvent;
import io.sentry.SentryOptions;
import io.sentry.UncaughtExceptionHandlerIntegration.UncaughtExceptionHint;
import io.sentry.hints.SubmissionResult;
import io.sentry.transport.ITransport;
import io.sentry.transport.RateLimiter;
import io.sentry.util.HintUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CountingTransport} with a transport that does nothing, since Sentry's
 * own does not say when it is between two envelopes.
 */
class CountingTransportTests {

	private final ExportCounts counts = new ExportCounts("sentry", "sentry");

	private final Waiting waiting = new Waiting();

	private final ITransport transport = CountingTransport
		.factory((ITransportFactory) (options, details) -> this.waiting, this.counts)
		.create(new SentryOptions(), new RequestDetails("http://127.0.0.1", Map.of()));

	@Test
	void shouldCountAnExceptionAndItsTransactionByThemselves() throws IOException {
		UncaughtExceptionHint uncaught = new UncaughtExceptionHint(0, NoOpLogger.getInstance());
		Hint hint = HintUtils.createWithTypeCheckHint(uncaught);
		this.transport.send(envelope(), hint);
		this.transport.send(envelope(), hint);
		assertThat(HintUtils.getSentrySdkHint(hint)).isSameAs(uncaught);
		assertThat(this.counts.queued()).isEqualTo(2);
		this.waiting.result(1).setResult(false);
		this.waiting.result(0).setResult(true);
		assertThat(this.counts.sent()).isEqualTo(1);
		assertThat(this.counts.lost(LossReason.ERROR)).isEqualTo(1);
	}

	private static SentryEnvelope envelope() throws IOException {
		return SentryEnvelope.from(new SentryOptions().getSerializer(), new SentryEvent(), null);
	}

	private static final class Waiting implements ITransport {

		private final List<Hint> hints = new ArrayList<>();

		SubmissionResult result(int index) {
			Object hint = HintUtils.getSentrySdkHint(this.hints.get(index));
			assertThat(hint).isInstanceOf(SubmissionResult.class);
			return (SubmissionResult) hint;
		}

		@Override
		public void send(SentryEnvelope envelope, Hint hint) {
			this.hints.add(hint);
		}

		@Override
		public void flush(long timeoutMillis) {
		}

		@Override
		public @Nullable RateLimiter getRateLimiter() {
			return null;
		}

		@Override
		public void close(boolean isRestarting) {
		}

		@Override
		public void close() {
		}

	}

}
