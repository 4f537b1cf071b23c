package dev.sightline.autoconfigure.metrics;

import java.util.Map;
import java.util.TreeMap;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;

import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;

import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * The metric {@code target_info}: value 1, with the resource attributes as labels.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes-1">Resource
 * attributes in Prometheus</a>
 */
class TargetInfo implements DisposableBean {

	private final PrometheusRegistry registry;

	private final Info info;

	TargetInfo(PrometheusRegistry registry, ServiceIdentity identity) {
		this.registry = registry;
		Map<String, String> labels = new TreeMap<>();
		identity.attributes()
			.forEach((name, value) -> labels
				.put(PrometheusNaming.prometheusName(PrometheusNaming.sanitizeLabelName(name)), value));
		labels.putIfAbsent("service_name", identity.name());
		this.info = Info.builder()
			.name("target_info")
			.help("The service that is scraped")
			.labelNames(labels.keySet().toArray(String[]::new))
			.build();
		this.info.addLabelValues(labels.values().toArray(String[]::new));
		try {
			registry.register(this.info);
		}
		catch (IllegalArgumentException ex) {
			LogFactory.getLog(TargetInfo.class).debug("Another application in this process tells who it is", ex);
		}
	}

	@Override
	public void destroy() {
		this.registry.unregister(this.info);
	}

}
