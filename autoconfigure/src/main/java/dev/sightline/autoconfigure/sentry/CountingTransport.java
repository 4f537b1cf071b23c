package dev.sightline.autoconfigure.sentry;

import java.io.IOException;
import java.time.Duration;

import io.sentry.AsyncHttpTransportFactory;
import io.sentry.Hint;
import io.sentry.ITransportFactory;
import io.sentry.RequestDetails;
import io.sentry.SentryEnvelope;
import io.sentry.SentryEnvelopeItem;
import io.sentry.SentryOptions;
import io.sentry.UncaughtExceptionHandlerIntegration.UncaughtExceptionHint;
import io.sentry.hints.SubmissionResult;
import io.sentry.transport.ITransport;
import io.sentry.transport.RateLimiter;
import io.sentry.util.HintUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.RepeatedLine;
import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.Failure;
import dev.sightline.autoconfigure.export.LossReason;
import dev.sightline.autoconfigure.export.ReceiverNotice;

/**
 * Counts what becomes of the items that a transport is given.
 */
class CountingTransport implements ITransport {

	private static final Logger logger = LoggerFactory.getLogger(CountingTransport.class);

	private static final Duration PAUSE = Duration.ofHours(1);

	private final ITransport transport;

	private final ExportCounts counts;

	private final DeliveryLog log;

	private final ReceiverNotice notice;

	CountingTransport(ITransport transport, ExportCounts counts, DeliveryLog log, ReceiverNotice notice) {
		this.transport = transport;
		this.counts = counts;
		this.log = log;
		this.notice = notice;
	}

	/**
	 * Makes such transports.
	 * @param factory makes the transport that is counted. Any other than Sentry's own
	 * gets the settings as they are, and does not say why it fails.
	 */
	static ITransportFactory factory(ITransportFactory factory, ExportCounts counts) {
		RepeatedLine line = new RepeatedLine(PAUSE);
		ReceiverNotice notice = new ReceiverNotice(logger, "Events", counts, CountingTransport::property,
				() -> line.ask() != RepeatedLine.NOT_NOW);
		return new ITransportFactory() {

			@Override
			public ITransport create(SentryOptions options, RequestDetails requestDetails) {
				DeliveryLog log = new DeliveryLog(options.getLogger());
				SentryOptions told = (factory instanceof AsyncHttpTransportFactory) ? new TransportOptions(options, log)
						: options;
				return new CountingTransport(factory.create(told, requestDetails), counts, log, notice);
			}

		};
	}

	private static String property(LossReason reason) {
		return switch (reason) {
			case TIMEOUT -> "sentry.dsn and sentry.read-timeout-millis";
			case THROTTLED -> "sightline.sentry.max-events-per-second";
			default -> "sentry.dsn";
		};
	}

	@Override
	public void send(SentryEnvelope envelope, Hint hint) throws IOException {
		int items = count(envelope);
		for (int i = 0; i < items; i++) {
			this.counts.offer();
		}
		Object known = HintUtils.getSentrySdkHint(hint);
		if (known != null && !(known instanceof UncaughtExceptionHint)) {
			// What the SDK has on an envelope of a session or of a cache on disk, both
			// off by default, says nothing of the outcome.
			this.transport.send(envelope, hint);
			this.counts.send(items);
			return;
		}
		Outcome outcome = new Outcome(items);
		// The SDK sends an exception and the transaction that it ends with one hint, and
		// each has a result of its own.
		this.transport.send(envelope, HintUtils.createWithTypeCheckHint(
				(known instanceof UncaughtExceptionHint uncaught) ? new UncaughtOutcome(uncaught, outcome) : outcome));
		outcome.accepted();
	}

	/**
	 * One for each event, and one for each log line of a batch.
	 */
	private static int count(SentryEnvelope envelope) {
		int count = 0;
		for (SentryEnvelopeItem item : envelope.getItems()) {
			Integer items = item.getHeader().getItemCount();
			count += (items != null) ? items : 1;
		}
		return count;
	}

	@Override
	public boolean isHealthy() {
		return this.transport.isHealthy();
	}

	@Override
	public void flush(long timeoutMillis) {
		this.transport.flush(timeoutMillis);
	}

	@Override
	public @Nullable RateLimiter getRateLimiter() {
		return this.transport.getRateLimiter();
	}

	@Override
	public void close(boolean isRestarting) throws IOException {
		this.transport.close(isRestarting);
		if (!isRestarting) {
			this.counts.lose(LossReason.SHUTDOWN, this.counts.queued());
		}
	}

	@Override
	public void close() throws IOException {
		close(false);
	}

	/**
	 * What became of one envelope. A refusal that comes before the transport has taken it
	 * is for want of room, or for a limit of Sentry's.
	 */
	private final class Outcome implements SubmissionResult {

		private final int items;

		private final Thread caller = Thread.currentThread();

		private boolean accepted;

		private boolean done;

		private boolean success;

		Outcome(int items) {
			this.items = items;
		}

		synchronized void accepted() {
			this.accepted = true;
		}

		@Override
		public synchronized void setResult(boolean success) {
			if (this.done) {
				return;
			}
			this.done = true;
			this.success = success;
			if (success) {
				CountingTransport.this.counts.send(this.items);
				CountingTransport.this.notice.sent();
			}
			else if (this.accepted || Thread.currentThread() != this.caller) {
				failed();
			}
			else {
				CountingTransport.this.counts.lose(refusal(), this.items);
			}
		}

		private void failed() {
			Failure failure = CountingTransport.this.log.take();
			if (failure == null) {
				failure = new Failure(LossReason.ERROR, "the transport failed");
			}
			CountingTransport.this.counts.lose(failure.reason(), this.items);
			CountingTransport.this.notice.failed(failure.reason(), failure.detail());
		}

		private LossReason refusal() {
			RateLimiter limiter = getRateLimiter();
			return (limiter != null && limiter.isAnyRateLimitActive()) ? LossReason.RATE_LIMITED
					: LossReason.QUEUE_FULL;
		}

		@Override
		public synchronized boolean isSuccess() {
			return this.success;
		}

	}

}
