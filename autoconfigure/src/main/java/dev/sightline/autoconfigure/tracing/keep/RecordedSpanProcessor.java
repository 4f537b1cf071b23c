package dev.sightline.autoconfigure.tracing.keep;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.tracing.export.SpanQueues;

/**
 * Lets spans that are recorded and not sampled wait for the end of their request or task,
 * which decides whether they are kept. What waits is bounded in number and in time.
 */
class RecordedSpanProcessor implements SpanProcessor {

	/**
	 * A request or task that takes longer is given up.
	 */
	private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

	private static final long SWEEP = TimeUnit.SECONDS.toNanos(10);

	/**
	 * One request may not take the room of all.
	 */
	private static final int MOST_OF_ONE = 1000;

	private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

	private final KeepRules rules;

	private final SpanQueues queues;

	private final int limit;

	/**
	 * The root of each span that has begun, by the id of the span.
	 */
	private final Map<String, RecordedRoot> roots = new ConcurrentHashMap<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final LongAdder discarded = new LongAdder();

	private final AtomicLong swept = new AtomicLong(System.nanoTime());

	RecordedSpanProcessor(KeepRules rules, SpanQueues queues, int limit) {
		if (limit < 1) {
			throw KeepRules.invalid("buffer-spans", limit, "It has to be 1 or more.");
		}
		this.rules = rules;
		this.queues = queues;
		this.limit = limit;
	}

	/**
	 * How many spans were not kept since there was no room or no time for them.
	 */
	long discarded() {
		return this.discarded.sum();
	}

	/**
	 * How many spans wait for the end of their request.
	 */
	int waiting() {
		return this.waiting.get();
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		SpanContext own = span.getSpanContext();
		if (own.isSampled()) {
			return;
		}
		sweep();
		if (this.roots.size() >= 2 * this.limit) {
			return;
		}
		SpanContext parent = span.getParentSpanContext();
		RecordedRoot root = (parent.isValid() && !parent.isRemote()) ? this.roots.get(parent.getSpanId()) : null;
		if (root == null) {
			root = new RecordedRoot(own.getSpanId());
		}
		this.roots.put(own.getSpanId(), root);
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			return;
		}
		String id = span.getSpanContext().getSpanId();
		RecordedRoot root = this.roots.get(id);
		if (root == null) {
			this.discarded.increment();
		}
		else if (root.id().equals(id)) {
			end(root, span);
		}
		else {
			end(root, span, id);
		}
	}

	private void end(RecordedRoot root, ReadableSpan span, String id) {
		boolean room = this.waiting.get() < this.limit && root.waiting() < MOST_OF_ONE;
		if (!root.isWaiting(span, room)) {
			this.roots.remove(id);
			keep(span, root.reason());
		}
		else if (room) {
			this.waiting.incrementAndGet();
		}
		else {
			// It must not take the room of others until its request ends.
			this.roots.remove(id);
			this.discarded.increment();
		}
	}

	private void end(RecordedRoot root, ReadableSpan span) {
		KeepReason reason = this.rules.reason(isFailed(span), System.nanoTime() - root.nanoTime(), root.cost());
		for (ReadableSpan child : decide(root, reason)) {
			keep(child, reason);
		}
		keep(span, reason);
	}

	private List<ReadableSpan> decide(RecordedRoot root, @Nullable KeepReason reason) {
		List<ReadableSpan> ended = root.decide(reason);
		this.waiting.addAndGet(-ended.size());
		ended.forEach((span) -> this.roots.remove(span.getSpanContext().getSpanId()));
		this.roots.remove(root.id());
		return ended;
	}

	private void keep(ReadableSpan span, @Nullable KeepReason reason) {
		if (reason != null) {
			this.queues.offer(new RecordedSpan(span.toSpanData(), reason));
		}
	}

	private static boolean isFailed(ReadableSpan span) {
		return KeepRules.isFailed(span.getAttribute(OUTCOME),
				span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR);
	}

	/**
	 * Give up what never ends.
	 */
	private void sweep() {
		long now = System.nanoTime();
		long last = this.swept.get();
		if (now - last < SWEEP || !this.swept.compareAndSet(last, now)) {
			return;
		}
		Set<RecordedRoot> over = new HashSet<>();
		for (RecordedRoot root : this.roots.values()) {
			if (now - root.nanoTime() > LONGEST) {
				over.add(root);
			}
		}
		if (!over.isEmpty()) {
			over.forEach((root) -> this.discarded.add(decide(root, null).size()));
			this.roots.values().removeIf(over::contains);
		}
	}

}
