package dev.sightline.autoconfigure.metrics.scrape;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/**
 * As {@link HiddenCollector}, of one that has several families.
 *
 * @param collector who is asked
 * @param hidden whether the thread that asks has asked already
 */
record HiddenMultiCollector(MultiCollector collector, ThreadLocal<Boolean> hidden) implements MultiCollector {

	@Override
	public MetricSnapshots collect() {
		return isHidden() ? new MetricSnapshots() : this.collector.collect();
	}

	@Override
	public MetricSnapshots collect(PrometheusScrapeRequest request) {
		return isHidden() ? new MetricSnapshots() : this.collector.collect(request);
	}

	@Override
	public MetricSnapshots collect(Predicate<String> names) {
		return isHidden() ? new MetricSnapshots() : this.collector.collect(names);
	}

	@Override
	public MetricSnapshots collect(Predicate<String> names, @Nullable PrometheusScrapeRequest request) {
		return isHidden() ? new MetricSnapshots() : this.collector.collect(names, request);
	}

	private boolean isHidden() {
		return this.hidden.get() != null;
	}

	@Override
	public List<String> getPrometheusNames() {
		return this.collector.getPrometheusNames();
	}

	@Override
	public @Nullable MetricType getMetricType(String name) {
		return this.collector.getMetricType(name);
	}

	@Override
	public @Nullable Set<String> getLabelNames(String name) {
		return this.collector.getLabelNames(name);
	}

	@Override
	public @Nullable MetricMetadata getMetadata(String name) {
		return this.collector.getMetadata(name);
	}

}
