package dev.sightline.autoconfigure.http.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientResponse;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Auto-configuration for what is told of a call besides its timer: failures and slow
 * calls.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class, ClientRequestObservationContext.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(HttpClientProperties.class)
public final class ClientRequestHandlerAutoConfiguration {

	@Bean
	SlowCalls sightlineSlowCalls(HttpClientProperties properties, ObjectProvider<MeterRegistry> registry,
			BeanFactory beans) {
		return new SlowCalls(properties.getSlowThreshold(), registry, Spans.of(beans));
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
