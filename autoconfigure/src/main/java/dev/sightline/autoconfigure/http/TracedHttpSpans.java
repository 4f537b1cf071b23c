package dev.sightline.autoconfigure.http;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The spans that Micrometer Tracing makes of requests and calls.
 */
class TracedHttpSpans implements HttpSpans {

	private final ObjectProvider<Tracer> tracer;

	TracedHttpSpans(ObjectProvider<Tracer> tracer) {
		this.tracer = tracer;
	}

	@Override
	public @Nullable String traceId(Observation.Context context) {
		Span span = span(context);
		String id = (span != null) ? span.context().traceId() : "";
		return !id.isEmpty() ? id : null;
	}

	@Override
	public void tag(Observation.Context context, String key, String value) {
		Span span = span(context);
		if (span != null && !span.isNoop()) {
			span.tag(key, value);
		}
	}

	@Override
	@SuppressWarnings("try")
	public void run(Observation.Context context, Runnable action) {
		Span span = span(context);
		Tracer tracer = this.tracer.getIfAvailable();
		if (span == null || tracer == null) {
			action.run();
			return;
		}
		try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
			action.run();
		}
	}

	private static @Nullable Span span(Observation.Context context) {
		TracingContext tracing = context.get(TracingContext.class);
		return (tracing != null) ? tracing.getSpan() : null;
	}

}
