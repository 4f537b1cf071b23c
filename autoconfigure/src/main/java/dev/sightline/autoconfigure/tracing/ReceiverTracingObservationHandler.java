package dev.sightline.autoconfigure.tracing;

import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.tracing.keep.DebugHeader;
import dev.sightline.autoconfigure.tracing.propagation.ReceiverGetter;

/**
 * Traces what this process receives, as its parent does, but asks OpenTelemetry directly:
 * a request that is not recorded costs its ids and one context.
 */
class ReceiverTracingObservationHandler extends PropagatingReceiverTracingObservationHandler<ReceiverContext<Object>> {

	private final io.opentelemetry.api.trace.Tracer otelTracer;

	private final TextMapPropagator propagator;

	private final String[] fields;

	private final @Nullable DebugHeader debugHeader;

	/**
	 * Baggage that is set by key-values of an observation is for the parent to handle.
	 */
	private final boolean baggageFields;

	ReceiverTracingObservationHandler(Tracer tracer, Propagator propagator,
			io.opentelemetry.api.trace.Tracer otelTracer, TextMapPropagator otelPropagator,
			@Nullable DebugHeader debugHeader) {
		super(tracer, propagator);
		this.otelTracer = otelTracer;
		this.propagator = otelPropagator;
		this.fields = otelPropagator.fields().toArray(String[]::new);
		this.debugHeader = debugHeader;
		this.baggageFields = !tracer.getBaggageFields().isEmpty();
	}

	@Override
	public void onStart(ReceiverContext<Object> context) {
		if (this.baggageFields || context.getRemoteServiceName() != null || context.getRemoteServiceAddress() != null
				|| isInsideOfAnother()) {
			startAsParent(context);
			return;
		}
		Context extracted = debugged(extract(context), context);
		Span span = this.otelTracer.spanBuilder("").setParent(extracted).setSpanKind(kind(context)).startSpan();
		context.put(TracingContext.class, new ReceiverTracingContext(span, extracted));
	}

	/**
	 * Micrometer's own entry in the context of OpenTelemetry is that of the span around
	 * this one, and only the parent replaces it.
	 */
	private static boolean isInsideOfAnother() {
		return Span.current().getSpanContext().isValid();
	}

	/**
	 * The parent extracts into the current context.
	 */
	private void startAsParent(ReceiverContext<Object> context) {
		Context current = Context.current();
		Context debugged = debugged(current, context);
		if (debugged == current) {
			super.onStart(context);
			return;
		}
		try (Scope scope = debugged.makeCurrent()) {
			super.onStart(context);
		}
	}

	private Context debugged(Context received, ReceiverContext<Object> context) {
		return (this.debugHeader != null)
				? this.debugHeader.apply(received, ReceiverGetter.INSTANCE.get(context, DebugHeader.NAME)) : received;
	}

	/**
	 * Most requests from outside carry no trace, and to find that out by asking the
	 * propagators costs more than all else together.
	 */
	private Context extract(ReceiverContext<Object> context) {
		for (String field : this.fields) {
			if (ReceiverGetter.INSTANCE.get(context, field) != null) {
				return this.propagator.extract(Context.current(), context, ReceiverGetter.INSTANCE);
			}
		}
		return Context.current();
	}

	private static SpanKind kind(ReceiverContext<Object> context) {
		return switch (context.getKind()) {
			case SERVER -> SpanKind.SERVER;
			case CONSUMER -> SpanKind.CONSUMER;
			case CLIENT -> SpanKind.CLIENT;
			case PRODUCER -> SpanKind.PRODUCER;
		};
	}

	@Override
	public void onScopeOpened(ReceiverContext<Object> context) {
		if (context.get(TracingContext.class) instanceof ReceiverTracingContext tracing) {
			tracing.openScope();
		}
		else {
			super.onScopeOpened(context);
		}
	}

	/**
	 * An exception that cannot be told must not take the place of itself.
	 */
	@Override
	public void onError(ReceiverContext<Object> context) {
		try {
			super.onError(context);
		}
		catch (RuntimeException ex) {
			Throwable error = context.getError();
			if (error != null) {
				getRequiredSpan(context).tag("exception.type", error.getClass().getName());
			}
		}
	}

	@Override
	public void onStop(ReceiverContext<Object> context) {
		if (context.get(TracingContext.class) instanceof ReceiverTracingContext tracing && !tracing.isRecording()) {
			tracing.end();
		}
		else {
			super.onStop(context);
		}
	}

}
