package dev.sightline.autoconfigure.slo;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.ConditionalOnSettings;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.rules.RuleScope;

/**
 * Auto-configuration for service level objectives, if there are any.
 */
@AutoConfiguration(afterName = { "dev.sightline.autoconfigure.alert.AlertAutoConfiguration",
		"dev.sightline.autoconfigure.http.server.RouteBoundariesAutoConfiguration" })
@ConditionalOnClass({ MeterRegistry.class, PrometheusMeterRegistry.class })
@ConditionalOnEnabledSignal(Signal.METRICS)
@ConditionalOnSettings("sightline.slo")
@EnableConfigurationProperties(SloProperties.class)
public final class SloAutoConfiguration {

	@Bean
	static Slos sightlineSlos(SloProperties properties) {
		return new Slos(Slo.of(properties.getSlo()));
	}

	@Bean
	SloBudgets sightlineSloBudgets(Slos slos, ObjectProvider<PrometheusMeterRegistry> scraped) {
		return new SloBudgets(slos.all(), scraped);
	}

	/**
	 * Without an order it comes after Spring Boot's and that of the routes, whose
	 * boundaries it adds to.
	 */
	@Bean
	static ApdexBoundariesFilter sightlineApdexBoundariesFilter(Slos slos, Environment environment) {
		String requests = environment.getProperty("management.observations.http.server.requests.name",
				"http.server.requests");
		return new ApdexBoundariesFilter(requests, slos.all());
	}

	/**
	 * The objectives, checked once.
	 *
	 * @param all the objectives
	 */
	record Slos(List<Slo> all) {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(RuleScope.class)
	static class Rules {

		@Bean
		@Order(1)
		SloRules sightlineSloRules(Slos slos, RuleScope scope) {
			return new SloRules(slos.all(), scope);
		}

	}

}
