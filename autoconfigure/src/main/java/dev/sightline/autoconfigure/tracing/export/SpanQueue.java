package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * Takes spans from many threads without letting them wait, and sends them in batches on a
 * thread of its own. Each endpoint has one, so that none waits for another.
 */
final class SpanQueue implements SpanProcessor {

	private static final long FLUSH = TimeUnit.SECONDS.toNanos(30);

	private final SpanSender sender;

	private final ExportCounts counts;

	private final SpanQueueSettings settings;

	/**
	 * Spans that ended, or the data of such.
	 */
	private final Queue<Object> spans = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicReference<@Nullable SpanFlush> flush = new AtomicReference<>();

	private final Thread thread;

	private volatile boolean flushed;

	private volatile boolean closed;

	SpanQueue(SpanSender sender, SpanQueueSettings settings) {
		this.sender = sender;
		this.counts = sender.counts();
		this.settings = settings;
		this.thread = new SpanExportThread(this::run, this.counts.destination());
		this.thread.start();
	}

	ExportCounts counts() {
		return this.counts;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		// It is of no interest before it ends.
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (this.settings.unsampled() || span.getSpanContext().isSampled()) {
			offer(span);
		}
	}

	/**
	 * Take a span that was not recorded as others are.
	 */
	void offer(SpanData span) {
		offer((Object) span);
	}

	private void offer(Object span) {
		if (SpanExportThread.isCurrent()) {
			return;
		}
		this.counts.offer();
		if (this.closed) {
			this.counts.lose(LossReason.SHUTDOWN, 1);
			return;
		}
		int size = this.size.incrementAndGet();
		if (size > this.settings.capacity()) {
			this.size.decrementAndGet();
			this.counts.lose(LossReason.QUEUE_FULL, 1);
			this.sender.notice().full();
			return;
		}
		this.spans.add(span);
		if (size == this.settings.batch()) {
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		long next = System.nanoTime() + this.settings.delay().toNanos();
		while (!this.closed) {
			SpanFlush flush = this.flush.get();
			if (flush != null) {
				drain(flush);
			}
			else if (this.size.get() >= this.settings.batch() || System.nanoTime() - next >= 0) {
				deliver();
				next = System.nanoTime() + this.settings.delay().toNanos();
			}
			else {
				LockSupport.parkNanos(this, next - System.nanoTime());
				// An interrupt is not meant for the spans of others.
				Thread.interrupted();
			}
		}
	}

	private void drain(SpanFlush flush) {
		try {
			while (this.size.get() > 0 && !flush.isLate()) {
				deliver();
			}
		}
		finally {
			this.flush.compareAndSet(flush, null);
			flush.done();
		}
	}

	private void deliver() {
		List<SpanData> batch = new ArrayList<>(Math.min(this.size.get(), this.settings.batch()));
		int taken = 0;
		try {
			while (taken < this.settings.batch()) {
				Object span = this.spans.poll();
				if (span == null) {
					break;
				}
				taken++;
				batch.add((span instanceof ReadableSpan readable) ? readable.toSpanData() : (SpanData) span);
			}
			if (!batch.isEmpty()) {
				this.sender.send(batch, this.flush::get);
			}
		}
		catch (Throwable ex) {
			// Such as a lack of memory, which may be over next time.
			this.counts.lose(LossReason.ERROR, taken);
		}
		finally {
			this.size.addAndGet(-taken);
		}
	}

	/**
	 * Send what is there, within a bound of time, and count as lost what is then left.
	 */
	void flush(Duration timeout) throws InterruptedException {
		this.flushed = true;
		try {
			request(timeout.toNanos()).await();
		}
		finally {
			clear();
		}
	}

	/**
	 * How many spans were lost until now.
	 */
	long lost() {
		return this.counts.dropped() + this.counts.failed();
	}

	/**
	 * How many spans wait or are on their way.
	 */
	int size() {
		return this.size.get();
	}

	private SpanFlush request(long nanos) {
		SpanFlush wanted = new SpanFlush(System.nanoTime() + nanos);
		SpanFlush before = this.flush.getAndSet(wanted);
		if (before != null) {
			wanted.whenDone(before::done);
		}
		if (this.closed) {
			wanted.done();
		}
		LockSupport.unpark(this.thread);
		return wanted;
	}

	private void clear() {
		int left = 0;
		while (this.spans.poll() != null) {
			left++;
		}
		this.size.addAndGet(-left);
		this.counts.lose(LossReason.SHUTDOWN, left);
	}

	@Override
	public CompletableResultCode forceFlush() {
		CompletableResultCode result = new CompletableResultCode();
		request(FLUSH).whenDone(result::succeed);
		return result;
	}

	/**
	 * The end waits for nothing if there was a flush before, as there is when an
	 * application stops.
	 */
	@Override
	public CompletableResultCode shutdown() {
		if (this.closed) {
			return CompletableResultCode.ofSuccess();
		}
		if (this.flushed) {
			end();
			return CompletableResultCode.ofSuccess();
		}
		CompletableResultCode result = new CompletableResultCode();
		Thread last = new Thread(() -> {
			try {
				flush(this.settings.end());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			end();
			result.succeed();
		}, this.thread.getName() + "-end");
		last.setDaemon(true);
		last.start();
		return result;
	}

	private void end() {
		this.closed = true;
		clear();
		LockSupport.unpark(this.thread);
		this.sender.close();
	}

}
