package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * Sends batches by an exporter, tries again where that may help, and counts what became
 * of each span. It works on the thread of one queue.
 */
class SpanSender {

	private static final int ATTEMPTS = 3;

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	/**
	 * A receiver that wants to be left alone for longer is asked again nevertheless.
	 */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private final SpanExporter exporter;

	private final ExportCounts counts;

	private final DeliveryNotice notice;

	private final Duration timeout;

	SpanSender(SpanExporter exporter, ExportCounts counts, DeliveryNotice notice, Duration timeout) {
		this.exporter = exporter;
		this.counts = counts;
		this.notice = notice;
		this.timeout = timeout;
	}

	ExportCounts counts() {
		return this.counts;
	}

	DeliveryNotice notice() {
		return this.notice;
	}

	/**
	 * Send a batch, or count it as lost.
	 * @param flush tells whether the time is short: then there is one attempt
	 */
	void send(List<SpanData> batch, Supplier<@Nullable SpanFlush> flush) {
		for (int attempt = 1;; attempt++) {
			Delivery delivery = attempt(batch, flush);
			LossReason reason = delivery.reason();
			if (reason == null) {
				long rejected = Math.min(delivery.rejected(), batch.size());
				this.counts.send(batch.size() - rejected);
				this.counts.lose(LossReason.REJECTED, rejected);
				this.notice.sent(delivery);
				return;
			}
			this.notice.failed(delivery);
			if (!delivery.isRetryable() || attempt == ATTEMPTS || flush.get() != null) {
				this.counts.lose(reason, batch.size());
				return;
			}
			pause(delivery, attempt, flush);
		}
	}

	private Delivery attempt(List<SpanData> batch, Supplier<@Nullable SpanFlush> flush) {
		Delivery delivery = new Delivery();
		delivery.begin();
		try {
			CompletableResultCode result = this.exporter.export(batch);
			await(result, flush);
			if (!result.isDone()) {
				delivery.giveUp();
			}
			else if (!result.isSuccess()) {
				delivery.fail(result.getFailureThrowable());
			}
		}
		catch (RuntimeException | LinkageError ex) {
			delivery.fail(ex);
		}
		finally {
			delivery.end();
		}
		return delivery;
	}

	private void await(CompletableResultCode result, Supplier<@Nullable SpanFlush> flush) {
		Thread thread = Thread.currentThread();
		result.whenComplete(() -> LockSupport.unpark(thread));
		long deadline = System.nanoTime() + this.timeout.toNanos();
		while (!result.isDone()) {
			long left = deadline - System.nanoTime();
			SpanFlush wanted = flush.get();
			if (wanted != null) {
				left = Math.min(left, wanted.left());
			}
			if (left <= 0) {
				return;
			}
			LockSupport.parkNanos(this, left);
			Thread.interrupted();
		}
	}

	private void pause(Delivery delivery, int attempt, Supplier<@Nullable SpanFlush> flush) {
		Duration pause = delivery.retryAfter();
		if (pause == null) {
			pause = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
		}
		long until = System.nanoTime() + Math.min(pause.toNanos(), LONGEST_PAUSE.toNanos());
		for (long left = until - System.nanoTime(); left > 0 && flush.get() == null; left = until - System.nanoTime()) {
			LockSupport.parkNanos(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
			Thread.interrupted();
		}
	}

	void close() {
		try {
			this.exporter.shutdown();
		}
		catch (RuntimeException | LinkageError ex) {
			// It is of no more use anyway.
		}
	}

}
