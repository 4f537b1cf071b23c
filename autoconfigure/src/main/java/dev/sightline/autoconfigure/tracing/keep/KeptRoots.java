package dev.sightline.autoconfigure.tracing.keep;

import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.spans.UnsampledRoot;
import dev.sightline.autoconfigure.spans.UnsampledRoots;
import dev.sightline.autoconfigure.tracing.export.SpanQueues;

/**
 * Keeps spans that belong to no observation, if it turns out that they matter.
 */
class KeptRoots implements UnsampledRoots {

	private final KeepRules rules;

	private final boolean wanted;

	private final ObjectProvider<SpanQueues> queues;

	private final KeptSpanFactory spans;

	private final Guard guard = new Guard(LoggerFactory.getLogger(KeptRoots.class),
			"A span that was not sampled could not be kept. This is told once.");

	KeptRoots(KeepRules rules, boolean wanted, ObjectProvider<SpanQueues> queues, KeptSpanFactory spans) {
		this.rules = rules;
		this.wanted = wanted;
		this.queues = queues;
		this.spans = spans;
	}

	@Override
	public boolean isWanted() {
		return this.wanted;
	}

	@Override
	public boolean isKept(boolean failed, long nanos) {
		return this.rules.reason(failed, nanos, 0) != null;
	}

	@Override
	public void ended(UnsampledRoot root) {
		KeepReason reason = this.rules.reason(root.error() != null, root.nanos(), 0);
		if (reason != null) {
			this.guard.run(() -> {
				SpanQueues queues = this.queues.getObject();
				if (!queues.isEmpty()) {
					queues.offer(this.spans.create(root, reason));
				}
			});
		}
	}

}
