package dev.sightline.autoconfigure.tracing;

import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.tracing.keep.DebugHeader;

/**
 * Auto-configuration for the handler that traces what is received, and for that of what
 * is sent without headers. The first takes the place of Spring Boot's as long as tracer
 * and propagator are those of the OpenTelemetry bridge.
 */
@AutoConfiguration(after = OpenTelemetryTracingAutoConfiguration.class,
		before = MicrometerTracingAutoConfiguration.class)
@ConditionalOnClass({ OtelTracer.class, PropagatingReceiverTracingObservationHandler.class,
		MicrometerTracingAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
public final class ReceiverTracingAutoConfiguration {

	@Bean
	@ConditionalOnBean({ OtelTracer.class, OtelPropagator.class, Tracer.class, ContextPropagators.class })
	@ConditionalOnMissingBean(PropagatingReceiverTracingObservationHandler.class)
	@Order(MicrometerTracingAutoConfiguration.RECEIVER_TRACING_OBSERVATION_HANDLER_ORDER)
	ReceiverTracingObservationHandler sightlineReceiverTracingObservationHandler(OtelTracer tracer,
			OtelPropagator propagator, Tracer otelTracer, ContextPropagators propagators,
			ObjectProvider<DebugHeader> debugHeader) {
		return new ReceiverTracingObservationHandler(tracer, propagator, otelTracer, propagators.getTextMapPropagator(),
				debugHeader.getIfAvailable());
	}

	@Bean
	@ConditionalOnBean(io.micrometer.tracing.Tracer.class)
	@ConditionalOnMissingBean(PropagatingSenderTracingObservationHandler.class)
	@Order(MicrometerTracingAutoConfiguration.SENDER_TRACING_OBSERVATION_HANDLER_ORDER)
	HeaderlessTracingObservationHandler sightlineHeaderlessTracingObservationHandler(
			io.micrometer.tracing.Tracer tracer) {
		return new HeaderlessTracingObservationHandler(tracer);
	}

}
