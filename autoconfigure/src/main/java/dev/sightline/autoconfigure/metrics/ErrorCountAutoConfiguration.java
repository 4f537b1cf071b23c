package dev.sightline.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the count of errors.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class, ObservationAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.METRICS)
public final class ErrorCountAutoConfiguration {

	@Bean
	ErrorCountHandler sightlineErrorCountHandler(ObjectProvider<MeterRegistry> registry) {
		return new ErrorCountHandler(registry);
	}

}
