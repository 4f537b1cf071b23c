package dev.sightline.autoconfigure.metrics;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * Auto-configuration for {@code target_info}, which tells a scrape once who the service
 * is.
 */
@AutoConfiguration(after = PrometheusMetricsExportAutoConfiguration.class)
@ConditionalOnClass({ PrometheusRegistry.class, Info.class, PrometheusMetricsExportAutoConfiguration.class })
@ConditionalOnSingleCandidate(PrometheusRegistry.class)
@ConditionalOnEnabledSignal(Signal.METRICS)
public final class TargetInfoAutoConfiguration {

	@Bean
	TargetInfo sightlineTargetInfo(PrometheusRegistry registry, Environment environment) {
		return new TargetInfo(registry, ServiceIdentity.of(environment));
	}

}
