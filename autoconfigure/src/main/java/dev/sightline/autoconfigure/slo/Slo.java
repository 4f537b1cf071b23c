package dev.sightline.autoconfigure.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.slo.SloProperties.Objective;
import dev.sightline.autoconfigure.slo.SloProperties.Type;

/**
 * A service level objective, checked.
 *
 * @param name its name
 * @param total counts all
 * @param good counts what is good
 * @param objective the share of what is good, between 0 and 1
 * @param window the time in which the share has to be met
 * @param apdex what Apdex is made of, {@code null} if there is none
 */
record Slo(String name, Selector total, Selector good, BigDecimal objective, Duration window, @Nullable Apdex apdex) {

	private static final String PREFIX = "sightline.slo.";

	private static final String REQUESTS = "http_server_requests_seconds";

	/**
	 * Read the objectives.
	 * @param objectives what the user wants, by name
	 * @return the objectives
	 * @throws InvalidConfigurationPropertyValueException if one can not be meant so
	 */
	static List<Slo> of(Map<String, Objective> objectives) {
		return objectives.entrySet().stream().map((entry) -> of(entry.getKey(), entry.getValue())).toList();
	}

	private static Slo of(String name, Objective objective) {
		String key = PREFIX + name;
		if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
			throw new InvalidConfigurationPropertyValueException(key, name,
					"The name has to be of letters, digits and dashes.");
		}
		double percent = objective.getObjective();
		if (!(percent > 0 && percent < 100)) {
			throw new InvalidConfigurationPropertyValueException(key + ".objective", percent,
					"It has to be a share in percent between 0 and 100, such as 99.9.");
		}
		Duration window = objective.getWindow();
		if (window.compareTo(Duration.ofDays(7)) < 0 || window.compareTo(Duration.ofDays(90)) > 0) {
			throw new InvalidConfigurationPropertyValueException(key + ".window", window,
					"It has to be from 7d to 90d, such as 30d.");
		}
		BigDecimal share = BigDecimal.valueOf(percent).movePointLeft(2);
		if (objective.getGood() != null || objective.getTotal() != null) {
			if (objective.getType() != Type.AVAILABILITY || objective.getThreshold() != null
					|| !objective.getRoutes().isEmpty() || objective.isClientErrors()) {
				throw new InvalidConfigurationPropertyValueException(key, name,
						"type, threshold, routes and client-errors are for requests: with good and total there are none of them.");
			}
			return new Slo(name, selector(key + ".total", objective.getTotal()),
					selector(key + ".good", objective.getGood()), share, window, null);
		}
		return ofRequests(name, key, objective, share);
	}

	private static Slo ofRequests(String name, String key, Objective objective, BigDecimal share) {
		Selector total = routes(Selector.parse(REQUESTS + "_count"), objective);
		String failed = objective.isClientErrors() ? "[45].." : "5..";
		Duration threshold = objective.getThreshold();
		if (objective.getType() == Type.AVAILABILITY) {
			if (threshold != null) {
				throw new InvalidConfigurationPropertyValueException(key + ".threshold", threshold,
						"Only an objective of the type latency has a threshold.");
			}
			return new Slo(name, total, total.and("status", "!~", failed), share, objective.getWindow(), null);
		}
		if (threshold == null || threshold.isNegative() || threshold.isZero()) {
			throw new InvalidConfigurationPropertyValueException(key + ".threshold", threshold,
					"An objective of the type latency needs one, such as 300ms.");
		}
		Selector buckets = routes(Selector.parse(REQUESTS + "_bucket"), objective).and("status", "!~", failed);
		Selector satisfied = buckets.and("le", "=", bound(threshold));
		Selector tolerated = buckets.and("le", "=", bound(threshold.multipliedBy(4)));
		// What failed is counted by an objective of availability.
		return new Slo(name, total.and("status", "!~", failed), satisfied, share, objective.getWindow(),
				new Apdex(total, satisfied, tolerated, threshold, List.copyOf(objective.getRoutes())));
	}

	private static Selector routes(Selector selector, Objective objective) {
		if (objective.getRoutes().isEmpty()) {
			return selector;
		}
		return selector.and("uri", "=~",
				objective.getRoutes().stream().map(Slo::expression).collect(Collectors.joining("|")));
	}

	/**
	 * A route as a regular expression, with an asterisk for any characters.
	 */
	static String expression(String route) {
		return route.replaceAll("[\\\\.\\[\\]{}()+?^$|]", "\\\\$0").replace("*", ".*");
	}

	/**
	 * The upper bound of a bucket as the scrape has it.
	 */
	static String bound(Duration duration) {
		return Double.toString(duration.toNanos() / 1e9);
	}

	private static Selector selector(String key, @Nullable String text) {
		if (text == null) {
			throw new InvalidConfigurationPropertyValueException(key, "",
					"good and total belong together: both have to be series of the scrape.");
		}
		try {
			Selector selector = Selector.parse(text);
			if (selector.name().endsWith("_bucket") && selector.bound() == null) {
				throw new IllegalArgumentException(text);
			}
			return selector;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(key, text,
					"It has to be a series of the scrape, such as orders_total{result=\"paid\"}.");
		}
	}

	/**
	 * The share of what may be bad.
	 */
	BigDecimal budget() {
		return BigDecimal.ONE.subtract(this.objective);
	}

	/**
	 * What Apdex is made of.
	 *
	 * @param total counts all requests
	 * @param satisfied counts those that are fast enough
	 * @param tolerated counts those that take four times as long at most, the others too
	 * @param threshold how long one may take that is fast enough
	 * @param routes the routes that count, none for all
	 */
	record Apdex(Selector total, Selector satisfied, Selector tolerated, Duration threshold, List<String> routes) {

	}

}
