package dev.sightline.autoconfigure.metrics;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.spans.BareSpan;

/**
 * Makes the span current while its timer is stopped, so that the timer can take an
 * exemplar. Spans that are not sampled are never exemplars unless the user wants all.
 */
class ExemplarScopedHandler implements MeterObservationHandler<Observation.Context> {

	private final MeterObservationHandler<Observation.Context> delegate;

	private final ObjectProvider<Tracer> tracers;

	/**
	 * Asked for once: the provider resolves its bean anew each time.
	 */
	private volatile @Nullable Tracer tracer;

	private final boolean all;

	ExemplarScopedHandler(MeterObservationHandler<Observation.Context> delegate, ObjectProvider<Tracer> tracers,
			boolean all) {
		this.delegate = delegate;
		this.tracers = tracers;
		this.all = all;
	}

	@Override
	public void onStart(Observation.Context context) {
		this.delegate.onStart(context);
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		this.delegate.onEvent(event, context);
	}

	@Override
	@SuppressWarnings("try")
	public void onStop(Observation.Context context) {
		TracingContext tracing = context.get(TracingContext.class);
		try (CurrentTraceContext.Scope scope = (tracing != null) ? open(tracing) : CurrentTraceContext.Scope.NOOP) {
			this.delegate.onStop(context);
		}
	}

	private CurrentTraceContext.Scope open(TracingContext tracing) {
		if (tracing instanceof BareSpan bare && !this.all && !bare.isSampled()) {
			return CurrentTraceContext.Scope.NOOP;
		}
		Span span = tracing.getSpan();
		Tracer tracer = (span != null && isCandidate(span)) ? tracer() : null;
		return (span != null && tracer != null) ? tracer.currentTraceContext().maybeScope(span.context())
				: CurrentTraceContext.Scope.NOOP;
	}

	private @Nullable Tracer tracer() {
		Tracer tracer = this.tracer;
		if (tracer == null) {
			tracer = this.tracers.getIfAvailable();
			this.tracer = tracer;
		}
		return tracer;
	}

	private boolean isCandidate(Span span) {
		return this.all || Boolean.TRUE.equals(span.context().sampled());
	}

}
