package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.ShutdownFlush;

/**
 * The queues of all endpoints.
 */
public final class SpanQueues implements ShutdownFlush {

	private final List<SpanQueue> all;

	SpanQueues(List<SpanQueue> all) {
		this.all = List.copyOf(all);
	}

	/**
	 * Whether spans go nowhere.
	 */
	public boolean isEmpty() {
		return this.all.isEmpty();
	}

	/**
	 * Send a span that no processor has seen.
	 */
	public void offer(SpanData span) {
		for (SpanQueue queue : this.all) {
			queue.offer(span);
		}
	}

	List<? extends SpanProcessor> processors() {
		return this.all;
	}

	List<ExportCounts> counts() {
		return this.all.stream().map(SpanQueue::counts).toList();
	}

	@Override
	public String name() {
		return "spans";
	}

	/**
	 * Each queue has a thread of its own, so to ask one after the other is to ask all at
	 * once.
	 */
	@Override
	public long flush(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		List<SpanQueue> waiting = new ArrayList<>(this.all);
		// All begin at once, so what was lost before is counted before any of them
		// begins.
		long before = waiting.stream().mapToLong(SpanQueue::lost).sum();
		waiting.forEach(SpanQueue::forceFlush);
		for (SpanQueue queue : waiting) {
			long left = Math.max(TimeUnit.MILLISECONDS.toNanos(1), deadline - System.nanoTime());
			queue.flush(Duration.ofNanos(left));
		}
		return waiting.stream().mapToLong((queue) -> queue.lost() + queue.size()).sum() - before;
	}

}
