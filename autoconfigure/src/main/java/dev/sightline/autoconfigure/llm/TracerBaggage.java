package dev.sightline.autoconfigure.llm;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Baggage;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Reads the baggage of an observation's span, or of the current span while the
 * observation has none.
 */
final class TracerBaggage implements CallBaggage {

	private final ObjectProvider<Tracer> tracer;

	TracerBaggage(ObjectProvider<Tracer> tracer) {
		this.tracer = tracer;
	}

	@Override
	public @Nullable String value(Observation.ContextView context, String name) {
		Tracer tracer = this.tracer.getIfUnique();
		if (tracer == null) {
			return null;
		}
		TracingContext tracing = context.get(TracingContext.class);
		Span span = (tracing != null) ? tracing.getSpan() : null;
		Baggage baggage = (span != null) ? tracer.getBaggage(span.context(), name) : tracer.getBaggage(name);
		return (baggage != null) ? baggage.get() : null;
	}

}
