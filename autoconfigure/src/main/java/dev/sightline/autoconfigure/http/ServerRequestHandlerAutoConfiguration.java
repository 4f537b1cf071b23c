package dev.sightline.autoconfigure.http;

import java.time.Duration;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.server.observation.ServerRequestObservationContext;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for what is told of a request besides its timer: requests in flight
 * and slow ones.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class, ServerRequestObservationContext.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(HttpProperties.class)
public final class ServerRequestHandlerAutoConfiguration {

	private static SlowRequests slowRequests(HttpProperties properties, ObjectProvider<MeterRegistry> registry,
			BiConsumer<Observation.Context, Runnable> inSpan) {
		Duration threshold = properties.getSlowThreshold();
		if (threshold.isNegative() || threshold.isZero()) {
			throw new InvalidConfigurationPropertyValueException("sightline.http.slow-threshold", threshold,
					"It has to be longer than nothing, such as 1s.");
		}
		return new SlowRequests(threshold, registry, inSpan);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, TracingContext.class })
	static class WithTracing {

		@Bean
		@SuppressWarnings("try")
		SlowRequests sightlineSlowRequests(HttpProperties properties, ObjectProvider<MeterRegistry> registry,
				ObjectProvider<Tracer> tracers) {
			return slowRequests(properties, registry, (context, action) -> {
				TracingContext tracing = context.get(TracingContext.class);
				Span span = (tracing != null) ? tracing.getSpan() : null;
				Tracer tracer = tracers.getIfAvailable();
				if (span == null || tracer == null) {
					action.run();
					return;
				}
				try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
					action.run();
				}
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.micrometer.tracing.handler.TracingObservationHandler")
	static class WithoutTracing {

		@Bean
		SlowRequests sightlineSlowRequests(HttpProperties properties, ObjectProvider<MeterRegistry> registry) {
			return slowRequests(properties, registry, (context, action) -> action.run());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpServletRequest.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletRequests {

		@Bean
		ServerRequestHandler<ServerRequestObservationContext> sightlineServerRequestHandler(
				ObjectProvider<MeterRegistry> registry, SlowRequests slowRequests) {
			return new ServerRequestHandler<>(ServerRequestObservationContext.class, registry, slowRequests) {

				@Override
				@Nullable String method(ServerRequestObservationContext context) {
					return (context.getCarrier() != null) ? context.getCarrier().getMethod() : null;
				}

				@Override
				boolean isStream(ServerRequestObservationContext context) {
					String type = (context.getResponse() != null) ? context.getResponse().getContentType() : null;
					return type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveRequests {

		@Bean
		ServerRequestHandler<org.springframework.http.server.reactive.observation.ServerRequestObservationContext> sightlineServerRequestHandler(
				ObjectProvider<MeterRegistry> registry, SlowRequests slowRequests) {
			return new ServerRequestHandler<>(
					org.springframework.http.server.reactive.observation.ServerRequestObservationContext.class,
					registry, slowRequests) {

				@Override
				@Nullable String method(
						org.springframework.http.server.reactive.observation.ServerRequestObservationContext context) {
					return (context.getCarrier() != null) ? context.getCarrier().getMethod().name() : null;
				}

				@Override
				boolean isStream(
						org.springframework.http.server.reactive.observation.ServerRequestObservationContext context) {
					return context.getResponse() != null && MediaType.TEXT_EVENT_STREAM
						.isCompatibleWith(context.getResponse().getHeaders().getContentType());
				}

			};
		}

	}

}
