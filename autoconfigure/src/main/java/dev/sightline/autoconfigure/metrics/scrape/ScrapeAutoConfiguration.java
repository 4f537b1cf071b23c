package dev.sightline.autoconfigure.metrics.scrape;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.metrics.classic.ClassicNames;

/**
 * Auto-configuration for a scrape that ends whatever the metrics do, and that may have
 * classic names.
 */
@AutoConfiguration(before = PrometheusMetricsExportAutoConfiguration.class)
@ConditionalOnClass({ PrometheusRegistry.class, PrometheusMetricsExportAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.METRICS)
@EnableConfigurationProperties(ScrapeProperties.class)
public final class ScrapeAutoConfiguration {

	/**
	 * A few of them fit into the ten seconds that Prometheus waits for a scrape.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	@Bean
	@ConditionalOnEnabledMetricsExport("prometheus")
	@ConditionalOnMissingBean(PrometheusRegistry.class)
	GuardedPrometheusRegistry sightlinePrometheusRegistry(ScrapeProperties properties) {
		return new GuardedPrometheusRegistry(more(properties), PATIENCE);
	}

	@Bean
	@ConditionalOnEnabledMetricsExport("prometheus")
	static PrometheusRegistryPostProcessor sightlinePrometheusRegistryPostProcessor(
			ObjectProvider<ScrapeProperties> properties) {
		return new PrometheusRegistryPostProcessor(
				(hers) -> new GuardedPrometheusRegistry(hers, more(properties.getObject()), PATIENCE));
	}

	private static UnaryOperator<List<MetricSnapshot>> more(ScrapeProperties properties) {
		return properties.isClassicNames() ? ClassicNames.create() : UnaryOperator.identity();
	}

}
