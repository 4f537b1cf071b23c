package dev.sightline.autoconfigure.http.server;

import java.util.Set;

import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.util.pattern.PathPattern;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the latency histograms of groups of routes.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterFilter.class, PathPattern.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(HttpProperties.class)
public final class RouteBoundariesAutoConfiguration {

	/**
	 * Without an order it comes after Spring Boot's, whose boundaries it adds to.
	 */
	@Bean
	static MeterFilter sightlineRouteBoundariesFilter(HttpProperties properties, Environment environment) {
		String name = environment.getProperty("management.observations.http.server.requests.name",
				"http.server.requests");
		return new RouteBoundariesFilter(Set.of(name, "http.server.time_to_first_byte"), properties);
	}

}
