package dev.sightline.autoconfigure.tracing.propagation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Reads once more whose request something is, for the few that are kept though nobody
 * noted it at their beginning.
 */
public class CallerFinder {

	private final ObjectProvider<ContextPropagators> propagators;

	/**
	 * Reads no baggage: what is not taken of it was counted at the beginning.
	 */
	private final ReceiverGetter getter;

	CallerFinder(ObjectProvider<ContextPropagators> propagators, LimitedBaggage baggage) {
		this.propagators = propagators;
		this.getter = new ReceiverGetter(baggage::isField);
	}

	/**
	 * The ids of the caller of what was received.
	 * @param span the ids that it got itself
	 * @return invalid if it is of no trace, or of another
	 */
	@SuppressWarnings("unchecked")
	public SpanContext find(Observation.Context context, SpanContext span) {
		ContextPropagators propagators = this.propagators.getIfAvailable();
		if (propagators == null || !(context instanceof ReceiverContext<?>)) {
			return SpanContext.getInvalid();
		}
		SpanContext caller = Span
			.fromContext(propagators.getTextMapPropagator()
				.extract(Context.root(), (ReceiverContext<Object>) context, this.getter))
			.getSpanContext();
		return caller.getTraceId().equals(span.getTraceId()) ? caller : SpanContext.getInvalid();
	}

}
