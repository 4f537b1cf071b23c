package dev.sightline.benchmark.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 */
class Options {

	static final List<String> ENDPOINTS = List.of("jdbc", "text", "cached", "out", "fail", "stream");

	static final List<String> VARIANTS = List.of("bare", "sightline", "handwired", "agent", "otel-starter");

	/**
	 * A trace begins at an HTTP observation, and so do the metrics of a request: alone,
	 * neither has anything to tell.
	 */
	static final List<String> SIGNALS = List.of("off", "http", "http+tracing", "http+metrics", "logging", "jdbc",
			"cache", "system", "health", "sentry");

	int warmup = 15;

	int seconds = 12;

	int rounds = 3;

	List<String> variants = VARIANTS;

	List<String> endpoints = ENDPOINTS;

	List<String> signals = SIGNALS;

	List<String> priced = List.of("jdbc", "text");

	final Map<String, List<String>> with = new LinkedHashMap<>();

	Path out = Path.of("../../docs/performance");

	@Nullable Path logs;

	boolean gate;

	boolean update;

	boolean probes;

	boolean start;

	static Options parse(String[] args) {
		Options options = new Options();
		for (int i = 0; i < args.length; i++) {
			switch (args[i]) {
				case "--gate" -> options.gate = true;
				case "--update" -> options.update = true;
				case "--probes" -> options.probes = true;
				case "--start" -> options.start = true;
				default -> {
					if (i + 1 == args.length) {
						throw new BenchmarkException("No value for " + args[i] + ", or no such option: see README.md");
					}
					options.set(args[i], args[++i]);
				}
			}
		}
		return options;
	}

	private void set(String option, String value) {
		switch (option) {
			case "--warmup" -> this.warmup = number(option, value);
			case "--seconds" -> this.seconds = number(option, value);
			case "--rounds" -> this.rounds = number(option, value);
			case "--variants" -> this.variants = list(value, VARIANTS);
			case "--endpoints" -> this.endpoints = list(value, ENDPOINTS);
			case "--priced" -> this.priced = list(value, ENDPOINTS);
			case "--signals" -> this.signals = "none".equals(value) ? List.of() : List.of(value.split(","));
			case "--with" -> {
				String[] parts = value.split(":", 2);
				if (parts.length < 2) {
					throw new BenchmarkException("--with wants name:key=value;key=value, not " + value);
				}
				this.with.put(parts[0], List.of(parts[1].split(";")));
			}
			case "--sampling" -> {
				for (String percent : value.split(",")) {
					this.with.put(percent + " % sampled",
							List.of("sightline.tracing.sampling=" + percentage(percent) / 100));
				}
			}
			case "--out" -> this.out = Path.of(value);
			case "--logs" -> this.logs = Path.of(value);
			default -> throw new BenchmarkException("No such option: " + option + ", see README.md");
		}
	}

	/**
	 * The endpoints that a variant is loaded on.
	 */
	List<String> endpoints(Variant variant) {
		return variant.isSignal() ? priced() : this.endpoints;
	}

	/**
	 * How often a variant is loaded on an endpoint in a round.
	 */
	int turns() {
		return Math.max(1, this.seconds / Measurement.TURN_SECONDS);
	}

	/**
	 * Those of the endpoints that have prices, or all if none has.
	 */
	List<String> priced() {
		List<String> both = this.priced.stream().filter(this.endpoints::contains).toList();
		return both.isEmpty() ? this.endpoints : both;
	}

	private static int number(String option, String value) {
		try {
			return Math.max(1, Integer.parseInt(value));
		}
		catch (NumberFormatException ex) {
			throw new BenchmarkException(option + " wants a number, not " + value);
		}
	}

	private static double percentage(String value) {
		try {
			double percent = Double.parseDouble(value);
			if (percent >= 0 && percent <= 100) {
				return percent;
			}
		}
		catch (NumberFormatException ex) {
			// It is told below.
		}
		throw new BenchmarkException("--sampling wants percentages from 0 to 100, not " + value);
	}

	private static List<String> list(String value, List<String> known) {
		List<String> result = new ArrayList<>(List.of(value.split(",")));
		result.removeAll(known);
		if (!result.isEmpty()) {
			throw new BenchmarkException("Unknown: " + result + ", there are " + known);
		}
		return List.of(value.split(","));
	}

}
