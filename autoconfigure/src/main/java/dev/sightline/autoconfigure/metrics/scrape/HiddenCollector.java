package dev.sightline.autoconfigure.metrics.scrape;

import java.util.Set;
import java.util.function.Predicate;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A collector in a registry of the application, which is not asked twice in one scrape.
 *
 * @param collector who is asked
 * @param hidden whether the thread that asks has asked already
 */
record HiddenCollector(Collector collector, ThreadLocal<Boolean> hidden) implements Collector {

	@Override
	public @Nullable MetricSnapshot collect() {
		return isHidden() ? null : this.collector.collect();
	}

	@Override
	public @Nullable MetricSnapshot collect(PrometheusScrapeRequest request) {
		return isHidden() ? null : this.collector.collect(request);
	}

	@Override
	public @Nullable MetricSnapshot collect(Predicate<String> names) {
		return isHidden() ? null : this.collector.collect(names);
	}

	@Override
	public @Nullable MetricSnapshot collect(Predicate<String> names, PrometheusScrapeRequest request) {
		return isHidden() ? null : this.collector.collect(names, request);
	}

	private boolean isHidden() {
		return this.hidden.get() != null;
	}

	@Override
	public @Nullable String getPrometheusName() {
		return this.collector.getPrometheusName();
	}

	@Override
	public @Nullable MetricType getMetricType() {
		return this.collector.getMetricType();
	}

	@Override
	public @Nullable Set<String> getLabelNames() {
		return this.collector.getLabelNames();
	}

	@Override
	public @Nullable MetricMetadata getMetadata() {
		return this.collector.getMetadata();
	}

}
