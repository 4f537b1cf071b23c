package dev.sightline.autoconfigure.metrics;

import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for timers of observations that are looked up once. It stands in for
 * Spring Boot's handler only while that makes no long task timers.
 */
@AutoConfiguration(before = MetricsAutoConfiguration.class)
@ConditionalOnClass({ MeterRegistry.class, DefaultMeterObservationHandler.class, MetricsAutoConfiguration.class,
		ObservationHandlerGroup.class })
@ConditionalOnEnabledSignal(Signal.METRICS)
@ConditionalOnProperty(name = "management.metrics.observations.ignored-meters", havingValue = "long-task-timer")
public final class CachedTimerAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, TracingObservationHandler.class })
	static class WithTracing {

		@Bean
		ObservationHandlerGroup sightlineCachedTimerHandlerGroup(ObjectProvider<MeterObservationHandler<?>> handlers,
				ObjectProvider<MeterRegistry> registry, ObjectProvider<Tracer> tracer, Environment environment) {
			boolean all = "all".equalsIgnoreCase(environment.getProperty("management.tracing.exemplars.include"));
			return new CachedTimerHandlerGroup(handlers, registry,
					(handler) -> new ExemplarScopedHandler(handler, tracer, all));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.micrometer.tracing.handler.TracingObservationHandler")
	static class WithoutTracing {

		@Bean
		ObservationHandlerGroup sightlineCachedTimerHandlerGroup(ObjectProvider<MeterObservationHandler<?>> handlers,
				ObjectProvider<MeterRegistry> registry) {
			return new CachedTimerHandlerGroup(handlers, registry, UnaryOperator.identity());
		}

	}

}
