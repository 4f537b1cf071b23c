package dev.sightline.autoconfigure.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells of a database what Spring Boot measures of its connection pool.
 */
final class PoolDetails implements CheckDetails {

	private static final String CHECK = "db";

	private static final String SUFFIX = "datasource";

	/**
	 * Spring Boot's meter of a detail, and Hikari's, which is there also if the pool was
	 * first used after the start.
	 */
	private static final Map<String, List<String>> DETAILS = Map.of("activeConnections",
			List.of("jdbc.connections.active", "hikaricp.connections.active"), "maxConnections",
			List.of("jdbc.connections.max", "hikaricp.connections.max"));

	private final ObjectProvider<MeterRegistry> registry;

	PoolDetails(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Map<String, ?> of(String check) {
		MeterRegistry registry = this.registry.getIfAvailable();
		Map<String, Object> details = new LinkedHashMap<>();
		if (registry != null && (check.equals(CHECK) || check.startsWith(CHECK + "/"))) {
			DETAILS.forEach((name, meters) -> meters.stream()
				.flatMap((meter) -> find(registry, meter, check))
				.findFirst()
				.ifPresent((gauge) -> details.put(name, (long) gauge.value())));
		}
		return details;
	}

	private static Stream<Gauge> find(MeterRegistry registry, String meter, String check) {
		Collection<Gauge> gauges = registry.find(meter).gauges();
		return gauges.stream().filter((gauge) -> gauges.size() == 1 || isPool(gauge, check));
	}

	/**
	 * Spring Boot leaves the end of the name of a data source out.
	 */
	private static boolean isPool(Gauge gauge, String check) {
		String bean = check.substring(check.indexOf('/') + 1).toLowerCase(Locale.ROOT);
		String pool = String.valueOf(gauge.getId().getTag("name")).toLowerCase(Locale.ROOT);
		return bean.equals(pool) || bean.equals(pool + SUFFIX);
	}

}
