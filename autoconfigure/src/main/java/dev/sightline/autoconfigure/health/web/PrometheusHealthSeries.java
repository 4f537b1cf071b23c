package dev.sightline.autoconfigure.health.web;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.health.HealthReports;

/**
 * Gives the series of health in a format of Prometheus.
 */
final class PrometheusHealthSeries implements HealthSeries {

	private static final String OPEN_METRICS = "application/openmetrics-text";

	private final PrometheusMeterRegistry registry;

	private final Set<String> names = names();

	PrometheusHealthSeries(PrometheusMeterRegistry registry) {
		this.registry = registry;
	}

	private static Set<String> names() {
		Set<String> names = new HashSet<>();
		HealthReports.METERS.stream().map((name) -> name.replace('.', '_')).forEach((name) -> {
			names.add(name);
			names.add(name + "_seconds");
			names.add(name + "_seconds_max");
		});
		return names;
	}

	@Override
	public Answer scrape(@Nullable String accept) {
		String type = (accept != null && accept.contains(OPEN_METRICS))
				? OPEN_METRICS + "; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8";
		byte[] body = this.registry.scrape(type, this.names).getBytes(StandardCharsets.UTF_8);
		return new Answer(200, type, body, null);
	}

}
