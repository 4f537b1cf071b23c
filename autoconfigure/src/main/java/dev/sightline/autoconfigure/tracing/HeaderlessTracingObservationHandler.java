package dev.sightline.autoconfigure.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

import dev.sightline.autoconfigure.spans.Headerless;

/**
 * Traces what is sent without headers as Micrometer's handler of senders does, which
 * would put together headers for nobody.
 */
class HeaderlessTracingObservationHandler implements TracingObservationHandler<SenderContext<?>> {

	private final PropagatingSenderTracingObservationHandler<SenderContext<?>> sender;

	HeaderlessTracingObservationHandler(Tracer tracer) {
		this.sender = new PropagatingSenderTracingObservationHandler<>(tracer, Propagator.NOOP);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof Headerless && this.sender.supportsContext(context);
	}

	@Override
	public void onStart(SenderContext<?> context) {
		this.sender.onStart(context);
	}

	@Override
	public void onStop(SenderContext<?> context) {
		this.sender.onStop(context);
	}

	@Override
	public Tracer getTracer() {
		return this.sender.getTracer();
	}

}
