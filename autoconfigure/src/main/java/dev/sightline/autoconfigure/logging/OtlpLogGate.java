package dev.sightline.autoconfigure.logging;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.Failure;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * Lets log records through to the queue of OpenTelemetry as long as there is room in it,
 * so that none is lost there, where nobody counts. The last fifth is for those that
 * matter.
 */
class OtlpLogGate {

	/**
	 * What a record costs besides its texts.
	 */
	private static final int OVERHEAD = 512;

	/**
	 * How long the end waits for what was logged after all was sent.
	 */
	private static final long LAST_MILLIS = 500;

	private final ExportCounts counts;

	private final LossNotice notice;

	private final int places;

	private final long bytes;

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicLong size = new AtomicLong();

	private boolean closed;

	/**
	 * Create a gate.
	 * @param places how many records the queue takes
	 * @param bytes how large they may be
	 */
	OtlpLogGate(ExportCounts counts, int places, long bytes) {
		this.counts = counts;
		this.notice = new LossNotice(counts);
		this.places = places;
		this.bytes = bytes;
	}

	/**
	 * Whether a record may go on.
	 */
	private boolean enter(Severity severity, long size) {
		this.counts.offer();
		boolean important = severity.getSeverityNumber() >= Severity.WARN.getSeverityNumber();
		long all = this.size.addAndGet(size);
		int count = this.waiting.incrementAndGet();
		if (count <= share(this.places, important) && all <= share(this.bytes, important)) {
			return true;
		}
		this.waiting.decrementAndGet();
		this.size.addAndGet(-size);
		this.counts.drop(1);
		this.notice.lost("its buffer is full");
		return false;
	}

	private static long share(long whole, boolean important) {
		return important ? whole : whole / 5 * 4;
	}

	/**
	 * Some records are gone.
	 * @param failure why they could not be sent, {@code null} if they were
	 */
	synchronized void leave(int count, long size, @Nullable Failure failure) {
		if (this.closed) {
			return;
		}
		this.waiting.addAndGet(-count);
		this.size.addAndGet(-size);
		if (failure != null) {
			this.counts.lose(failure.reason(), count);
			this.notice.fails(failure.detail());
			return;
		}
		this.counts.send(count);
		this.notice.works();
		if (this.waiting.get() < this.places / 2) {
			this.notice.recovered();
		}
	}

	/**
	 * Whatever becomes of the records that wait, nobody will know.
	 */
	private synchronized void close() {
		this.closed = true;
		this.counts.lose(LossReason.SHUTDOWN, this.waiting.getAndSet(0));
	}

	/**
	 * How much room a record takes.
	 */
	static long size(@Nullable Value<?> body, Attributes attributes) {
		long[] size = { OVERHEAD + ((body != null && body.getValue() instanceof String text) ? text.length() : 0) };
		attributes.forEach((key, value) -> {
			size[0] += key.getKey().length() + ((value instanceof String text) ? text.length() : Long.BYTES);
		});
		return size[0];
	}

	/**
	 * Put the gate before a processor.
	 */
	LogRecordProcessor before(LogRecordProcessor processor) {
		return new LogRecordProcessor() {

			@Override
			public void onEmit(Context context, ReadWriteLogRecord record) {
				if (enter(record.getSeverity(), size(record.getBodyValue(), record.getAttributes()))) {
					processor.onEmit(context, record);
				}
			}

			@Override
			public CompletableResultCode forceFlush() {
				return processor.forceFlush();
			}

			@Override
			public CompletableResultCode shutdown() {
				processor.shutdown().join(LAST_MILLIS, TimeUnit.MILLISECONDS);
				close();
				return CompletableResultCode.ofSuccess();
			}

		};
	}

}
