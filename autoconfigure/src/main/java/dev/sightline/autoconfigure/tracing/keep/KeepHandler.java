package dev.sightline.autoconfigure.tracing.keep;

import java.util.concurrent.atomic.DoubleAdder;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.spans.BareSpan;
import dev.sightline.autoconfigure.tracing.export.SpanQueues;
import dev.sightline.autoconfigure.tracing.propagation.BaggageTags;
import dev.sightline.autoconfigure.tracing.propagation.CallerFinder;

/**
 * Makes a span of a request or task that was not sampled, if it turns out to matter. It
 * costs next to nothing until then.
 */
class KeepHandler implements ObservationHandler<Observation.Context> {

	private final KeepRules rules;

	private final boolean wanted;

	/**
	 * Asked for late: an exporter may need what needs the handlers of observations.
	 */
	private final ObjectProvider<SpanQueues> queues;

	private final KeptSpanFactory spans;

	private final ObjectProvider<CallerFinder> callers;

	private final ObjectProvider<BaggageTags> baggage;

	private final Guard guard = new Guard(LoggerFactory.getLogger(KeepHandler.class),
			"A request that was not sampled could not be kept, or not in full. This is told once.");

	KeepHandler(KeepRules rules, boolean wanted, ObjectProvider<SpanQueues> queues, KeptSpanFactory spans,
			ObjectProvider<CallerFinder> callers, ObjectProvider<BaggageTags> baggage) {
		this.rules = rules;
		this.wanted = wanted;
		this.queues = queues;
		this.spans = spans;
		this.callers = callers;
		this.baggage = baggage;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.wanted;
	}

	@Override
	public void onStart(Observation.Context context) {
		TracingContext tracing = context.get(TracingContext.class);
		if (tracing == null || tracing instanceof Beginning || !isRoot(context)) {
			return;
		}
		SpanContext span = unsampled(tracing);
		if (span != null) {
			context.put(Beginning.class, new Task(System.nanoTime(), span));
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		if (this.rules.isCost()) {
			addCost(context);
		}
		this.guard.run(this, context, KeepHandler::keep);
	}

	private void keep(Observation.Context context) {
		Beginning beginning = beginning(context);
		if (beginning == null) {
			return;
		}
		long nanos = System.nanoTime() - beginning.nanoTime();
		DoubleAdder cost = this.rules.isCost() ? context.get(DoubleAdder.class) : null;
		KeepReason reason = this.rules.reason(isFailed(context), nanos, (cost != null) ? cost.sum() : 0);
		if (reason != null) {
			SpanQueues queues = this.queues.getObject();
			if (!queues.isEmpty()) {
				this.guard.run(() -> this.baggage.ifAvailable((tags) -> tags.tag(context)));
				queues.offer(this.spans.create(context, beginning, parent(context, beginning), nanos, reason));
			}
		}
	}

	private SpanContext parent(Observation.Context context, Beginning beginning) {
		CallerFinder callers = (beginning instanceof Task) ? this.callers.getIfAvailable() : null;
		try {
			return (callers != null) ? callers.find(context, beginning.spanContext()) : beginning.parent();
		}
		catch (RuntimeException ex) {
			// It is kept without its caller.
			this.guard.tell(ex);
			return beginning.parent();
		}
	}

	/**
	 * The beginning of what has no span of its own and whose parent is not of this
	 * process.
	 */
	private static @Nullable Beginning beginning(Observation.Context context) {
		TracingContext tracing = context.get(TracingContext.class);
		if (tracing instanceof Beginning beginning) {
			return (unsampled(tracing) != null) ? beginning : null;
		}
		return (tracing != null && isRoot(context)) ? context.get(Beginning.class) : null;
	}

	private static boolean isRoot(Observation.Context context) {
		ObservationView parent = context.getParentObservation();
		return parent == null || parent.getContextView().get(TracingContext.class) == null;
	}

	private static @Nullable SpanContext unsampled(TracingContext tracing) {
		SpanContext context = null;
		if (tracing instanceof BareSpan bare && tracing instanceof Beginning beginning) {
			context = bare.isRecording() ? null : beginning.spanContext();
		}
		else if (tracing.getSpan() != null && tracing.getSpan().isNoop()) {
			context = OtelSpan.toOtel(tracing.getSpan()).getSpanContext();
		}
		return (context != null && context.isValid()) ? context : null;
	}

	/**
	 * What the caller did wrong is no failure, though there may be an exception for it.
	 */
	private static boolean isFailed(Observation.Context context) {
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			if (keyValue.getKey().equals("outcome")) {
				return KeepRules.isFailed(keyValue.getValue(), context.getError() != null);
			}
		}
		return context.getError() != null;
	}

	/**
	 * Calls of models are inside of what is kept for them.
	 */
	private static void addCost(Observation.Context context) {
		KeyValue cost = context.getHighCardinalityKeyValue(KeepRules.COST);
		if (cost == null) {
			return;
		}
		Observation.ContextView root = context;
		for (ObservationView parent = context.getParentObservation(); parent != null; parent = root
			.getParentObservation()) {
			root = parent.getContextView();
		}
		if (root instanceof Observation.Context mutable) {
			try {
				mutable.computeIfAbsent(DoubleAdder.class, (key) -> new DoubleAdder())
					.add(Double.parseDouble(cost.getValue()));
			}
			catch (NumberFormatException ex) {
				// The price is not known.
			}
		}
	}

	private record Task(long nanoTime, SpanContext spanContext) implements Beginning {

		@Override
		public SpanContext parent() {
			return SpanContext.getInvalid();
		}

	}

}
