package dev.sightline.autoconfigure.metrics.cardinality;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.bounded.SeriesLimits;

/**
 * The limits that are set, and those of meters that Sightline bounds where it makes them.
 */
final class ConfiguredLimits {

	private static final String PREFIX = "sightline.metrics.cardinality.";

	/**
	 * The limit beyond which Spring Boot drops what it measures of a server.
	 */
	private static final String MAX_URIS = "management.metrics.web.server.max-uri-tags";

	private static final int DEFAULT_MAX_URIS = 100;

	/**
	 * Values that Spring Boot counts too: {@code _other}, and what threads add at once.
	 */
	private static final int ROOM = 5;

	/**
	 * Limits of the code that makes the meters are below these.
	 */
	private static final SeriesLimits.Meter BOUNDED = new SeriesLimits.Meter(2000, 5000);

	private final CardinalityProperties properties;

	ConfiguredLimits(CardinalityProperties properties) {
		this.properties = properties;
	}

	SeriesLimits limits(Environment environment) {
		Map<String, SeriesLimits.Meter> meters = new HashMap<>();
		for (String name : new String[] { "application.errors", "db.client", "file.upload", "gen_ai", "health", "http",
				"jdbc", "rate.limit", "storage", "system", "websocket" }) {
			meters.put(name, BOUNDED);
		}
		int uris = environment.getProperty(MAX_URIS, Integer.class, DEFAULT_MAX_URIS);
		meters.put(requests(environment), new SeriesLimits.Meter(Math.max(1, uris - ROOM), BOUNDED.series()));
		this.properties.getMeters()
			.forEach((name, own) -> meters.merge(name,
					new SeriesLimits.Meter(atLeastOne(own.getMaxValues(), "meters[" + name + "].max-values"),
							atLeastOne(own.getMaxSeries(), "meters[" + name + "].max-series")),
					(ours, hers) -> new SeriesLimits.Meter((hers.values() != null) ? hers.values() : ours.values(),
							(hers.series() != null) ? hers.series() : ours.series())));
		return new SeriesLimits(require(this.properties.getMaxValues(), "max-values"),
				require(this.properties.getMaxSeries(), "max-series"),
				require(this.properties.getMaxTotal(), "max-total"), Map.copyOf(meters));
	}

	/**
	 * The name of the meter of requests that a server answers.
	 */
	static String requests(Environment environment) {
		return environment.getProperty("management.observations.http.server.requests.name", "http.server.requests");
	}

	/**
	 * After what time unused series go, by the names of meters.
	 */
	Map<String, Duration> dropUnusedAfter() {
		Map<String, Duration> after = new HashMap<>();
		this.properties.getMeters().forEach((name, own) -> {
			Duration time = own.getDropUnusedAfter();
			if (time != null) {
				if (time.isNegative() || time.isZero()) {
					throw new InvalidConfigurationPropertyValueException(
							PREFIX + "meters[" + name + "].drop-unused-after", time,
							"It has to be longer than nothing, such as 1h.");
				}
				after.put(name, time);
			}
		});
		return Map.copyOf(after);
	}

	private static @Nullable Integer atLeastOne(@Nullable Integer limit, String key) {
		return (limit != null) ? require(limit, key) : null;
	}

	private static int require(int limit, String key) {
		if (limit < 1) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + key, limit,
					"It has to be at least 1. There is no value for no limit, so that memory stays bounded.");
		}
		return limit;
	}

}
