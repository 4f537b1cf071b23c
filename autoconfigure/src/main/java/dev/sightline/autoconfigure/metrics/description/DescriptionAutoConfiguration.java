package dev.sightline.autoconfigure.metrics.description;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for descriptions of meters that are registered without one.
 */
@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnEnabledSignal(Signal.METRICS)
public final class DescriptionAutoConfiguration {

	@Bean
	static MeterFilter sightlineDescriptionFilter() {
		return new DescriptionFilter();
	}

}
