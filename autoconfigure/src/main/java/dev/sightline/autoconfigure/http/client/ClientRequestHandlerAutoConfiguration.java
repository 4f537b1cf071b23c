package dev.sightline.autoconfigure.http.client;

import java.time.Duration;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientResponse;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for what is told of a call besides its timer: failures and slow
 * calls.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class, ClientRequestObservationContext.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(HttpClientProperties.class)
public final class ClientRequestHandlerAutoConfiguration {

	private static SlowCalls slowCalls(HttpClientProperties properties, ObjectProvider<MeterRegistry> registry,
			BiConsumer<Observation.Context, Runnable> inSpan) {
		Duration threshold = properties.getSlowThreshold();
		if (threshold.isNegative() || threshold.isZero()) {
			throw new InvalidConfigurationPropertyValueException("sightline.http.client.slow-threshold", threshold,
					"It has to be longer than nothing, such as 1s.");
		}
		return new SlowCalls(threshold, registry, inSpan);
	}

	@Bean
	ClientFailures sightlineClientFailures(ObjectProvider<MeterRegistry> registry) {
		return new ClientFailures(registry);
	}

	@Bean
	ClientRequestHandler<ClientRequestObservationContext> sightlineClientRequestHandler(ClientFailures failures,
			SlowCalls slowCalls) {
		return new ClientRequestHandler<>(ClientRequestObservationContext.class, failures, slowCalls) {

			@Override
			boolean isAborted(ClientRequestObservationContext context) {
				return false;
			}

			@Override
			@Nullable String contentType(ClientRequestObservationContext context) {
				ClientHttpResponse response = context.getResponse();
				return (response != null) ? response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE) : null;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, TracingContext.class })
	static class WithTracing {

		@Bean
		@SuppressWarnings("try")
		SlowCalls sightlineSlowCalls(HttpClientProperties properties, ObjectProvider<MeterRegistry> registry,
				ObjectProvider<Tracer> tracers) {
			return slowCalls(properties, registry, (context, action) -> {
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
		SlowCalls sightlineSlowCalls(HttpClientProperties properties, ObjectProvider<MeterRegistry> registry) {
			return slowCalls(properties, registry, (context, action) -> action.run());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(org.springframework.web.reactive.function.client.ClientRequestObservationContext.class)
	static class WebClients {

		@Bean
		ClientRequestHandler<org.springframework.web.reactive.function.client.ClientRequestObservationContext> sightlineReactiveClientRequestHandler(
				ClientFailures failures, SlowCalls slowCalls) {
			return new ClientRequestHandler<>(
					org.springframework.web.reactive.function.client.ClientRequestObservationContext.class, failures,
					slowCalls) {

				@Override
				boolean isAborted(
						org.springframework.web.reactive.function.client.ClientRequestObservationContext context) {
					return context.isAborted();
				}

				@Override
				@Nullable String contentType(
						org.springframework.web.reactive.function.client.ClientRequestObservationContext context) {
					ClientResponse response = context.getResponse();
					return (response != null) ? response.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_TYPE)
							: null;
				}

			};
		}

	}

}
