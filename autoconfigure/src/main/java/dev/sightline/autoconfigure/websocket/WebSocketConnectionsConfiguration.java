package dev.sightline.autoconfigure.websocket;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of what servlet containers and reactive servers share.
 */
@Configuration(proxyBeanMethods = false)
class WebSocketConnectionsConfiguration {

	@Bean
	WebSocketConnections sightlineWebSocketConnections(ObjectProvider<MeterRegistry> registry,
			ObjectProvider<SessionTrace.Factory> traces) {
		return new WebSocketConnections(registry, traces.getIfAvailable(() -> SessionTrace.Factory.NONE));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, TracingContext.class })
	static class WithTracing {

		@Bean
		SessionTrace.Factory sightlineSessionTraceFactory(ObjectProvider<Tracer> tracers) {
			return new TracerSessionTraceFactory(tracers);
		}

	}

}
