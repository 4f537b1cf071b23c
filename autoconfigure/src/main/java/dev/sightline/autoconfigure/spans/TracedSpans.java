package dev.sightline.autoconfigure.spans;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The spans that Micrometer Tracing makes of observations.
 */
class TracedSpans implements Spans {

	private final ObjectProvider<Tracer> tracers;

	/**
	 * Asked for once: the provider resolves its bean anew each time.
	 */
	private volatile @Nullable Tracer tracer;

	TracedSpans(BeanFactory beans) {
		this.tracers = beans.getBeanProvider(Tracer.class);
	}

	@Override
	public @Nullable String traceId(Observation.Context context) {
		if (context.get(TracingContext.class) instanceof BareSpan bare) {
			return bare.traceId();
		}
		Span span = span(context);
		String id = (span != null) ? span.context().traceId() : "";
		return !id.isEmpty() ? id : null;
	}

	@Override
	public void tag(Observation.Context context, String key, String value) {
		if (context.get(TracingContext.class) instanceof BareSpan bare && !bare.isRecording()) {
			return;
		}
		Span span = span(context);
		if (span != null && !span.isNoop()) {
			span.tag(key, value);
		}
	}

	@Override
	@SuppressWarnings("try")
	public void run(Observation.Context context, Runnable action) {
		Span span = span(context);
		Tracer tracer = tracer();
		if (span == null || tracer == null) {
			action.run();
			return;
		}
		try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
			action.run();
		}
	}

	@Override
	public boolean isWanted() {
		Tracer tracer = tracer();
		return tracer != null && isWanted(tracer);
	}

	@Override
	public boolean isWanted(@Nullable Observation parent) {
		TracingContext tracing = (parent != null) ? parent.getContextView().get(TracingContext.class) : null;
		if (tracing instanceof BareSpan bare) {
			return bare.isRecording();
		}
		Span span = (tracing != null) ? tracing.getSpan() : null;
		return (span != null) ? !span.isNoop() : isWanted();
	}

	boolean isWanted(Tracer tracer) {
		Span span = tracer.currentSpan();
		return span == null || !span.isNoop();
	}

	@Override
	public void event(String name, String key, String value) {
		Tracer tracer = tracer();
		Span span = (tracer != null) ? tracer.currentSpan() : null;
		if (span != null && !span.isNoop()) {
			span.tag(key, value);
			span.event(name);
		}
	}

	private @Nullable Tracer tracer() {
		Tracer tracer = this.tracer;
		if (tracer == null) {
			tracer = this.tracers.getIfAvailable();
			this.tracer = tracer;
		}
		return tracer;
	}

	private static @Nullable Span span(Observation.Context context) {
		TracingContext tracing = context.get(TracingContext.class);
		return (tracing != null) ? tracing.getSpan() : null;
	}

}
