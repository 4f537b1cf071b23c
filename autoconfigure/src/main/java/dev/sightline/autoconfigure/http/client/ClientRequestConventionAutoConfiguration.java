package dev.sightline.autoconfigure.http.client;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the names of calls, which Spring Boot gives to its clients. A
 * convention of the user or of any library beats ours.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ ObservationRegistry.class, ObservationProperties.class,
		ClientRequestObservationConvention.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(ObservationProperties.class)
public final class ClientRequestConventionAutoConfiguration {

	private static final String MAXIMUM = "management.metrics.web.client.max-uri-tags";

	/**
	 * What Spring Boot has for {@link #MAXIMUM}, if our own default is not asked for.
	 */
	private static final int BOOT_MAXIMUM = 100;

	/**
	 * {@code _other}, {@code none} and {@code /} are values too. Spring Boot drops the
	 * calls of a value that is one too many.
	 */
	private static final int RESERVED = 3;

	@Bean
	ClientRoutes sightlineClientRoutes(Environment environment) {
		int maximum = Binder.get(environment).bind(MAXIMUM, Integer.class).orElse(BOOT_MAXIMUM);
		return new ClientRoutes(maximum - RESERVED);
	}

	@Bean
	@ConditionalOnMissingBean(ClientRequestObservationConvention.class)
	ClientRequestConvention sightlineClientRequestConvention(ObservationProperties properties, ClientRoutes routes) {
		return new ClientRequestConvention(properties.getHttp().getClient().getRequests().getName(), routes);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(org.springframework.web.reactive.function.client.ClientRequestObservationConvention.class)
	static class WebClients {

		@Bean
		@ConditionalOnMissingBean(org.springframework.web.reactive.function.client.ClientRequestObservationConvention.class)
		ReactiveClientRequestConvention sightlineReactiveClientRequestConvention(ObservationProperties properties,
				ClientRoutes routes) {
			return new ReactiveClientRequestConvention(properties.getHttp().getClient().getRequests().getName(),
					routes);
		}

	}

}
