package dev.sightline.benchmark.runner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows how each variant is started so that all of them do the same work.
 */
class Variants {

	private static final List<String> SIGNALS = List.of("http", "tracing", "logging", "jdbc", "cache", "system",
			"metrics", "health", "sentry");

	private static final String SAMPLING = "--sightline.tracing.sampling=";

	/**
	 * The counters of a scrape are more than there may be by default.
	 */
	private static final List<String> ALL_SERIES = List
		.of("max-total", "meters[bench.series].max-values", "meters[bench.series].max-series")
		.stream()
		.map((limit) -> "--sightline.metrics.cardinality." + limit + "=200000")
		.toList();

	/**
	 * The default queue of 2,048 spans and its delay of 5 s lose spans at full load, and
	 * a lost span is work saved. All variants get the same larger queue.
	 */
	private static final Map<String, String> SPAN_QUEUE = Map.of("OTEL_BSP_MAX_QUEUE_SIZE", "20000",
			"OTEL_BSP_SCHEDULE_DELAY", "1000", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512");

	private final String endpoint;

	private final String dsn;

	Variants(Receiver receiver) {
		this.endpoint = receiver.endpoint();
		this.dsn = "http://key@" + this.endpoint.substring("http://".length()) + "/1";
	}

	List<Variant> of(Options options) {
		List<Variant> variants = new ArrayList<>();
		options.variants.forEach((name) -> variants.add(peer(name)));
		options.signals.forEach((signals) -> variants.add(only(signals)));
		options.with.forEach((name, properties) -> variants.add(with(name, properties)));
		return variants;
	}

	Variant peer(String name) {
		return switch (name) {
			case "bare" -> new Variant(name, jar("bare"), List.of(), List.of(), Map.of(), Variant.NOT_TRACED, false);
			case "sightline" -> sightline();
			case "handwired" ->
				new Variant(name, jar(name), List.of(),
						List.of("--management.endpoints.web.exposure.include=health,info,prometheus",
								"--management.opentelemetry.tracing.export.otlp.endpoint=" + this.endpoint
										+ "/v1/traces",
								"--management.tracing.sampling.probability=" + Variant.SAMPLED,
								"--logging.config=classpath:logback-handwired.xml", "--sentry.dsn=" + this.dsn),
						SPAN_QUEUE, Variant.SAMPLED, true);
			case "agent" -> new Variant(name, jar("bare"), List.of("-javaagent:app/target/agent.jar"), List.of(),
					openTelemetry(), Variant.SAMPLED, false);
			case "otel-starter" ->
				new Variant(name, jar(name), List.of(), List.of(), openTelemetry(), Variant.SAMPLED, false);
			default -> throw new BenchmarkException("No such variant: " + name);
		};
	}

	/**
	 * The defaults: every signal is on, and Sentry has no DSN, so it does nothing.
	 */
	Variant sightline() {
		List<String> arguments = new ArrayList<>(ALL_SERIES);
		arguments.add("--sightline.otlp.endpoint=" + this.endpoint);
		arguments.add(SAMPLING + Variant.SAMPLED);
		return new Variant("sightline", jar("sightline"), List.of(), arguments, SPAN_QUEUE, Variant.SAMPLED, true);
	}

	/**
	 * The defaults and some properties.
	 */
	Variant sightline(String... properties) {
		return with("properties", List.of(properties));
	}

	private Variant with(String name, List<String> properties) {
		Variant all = sightline();
		List<String> arguments = new ArrayList<>(all.arguments());
		for (String property : properties) {
			// Spring Boot would join two values of the same key.
			arguments.removeIf((argument) -> argument.startsWith("--" + property.split("=", 2)[0] + "="));
			arguments.add("--" + property);
		}
		return new Variant("sightline with " + name, all.jar(), all.jvm(), arguments, all.environment(),
				sampled(arguments), all.scraped());
	}

	private static double sampled(List<String> arguments) {
		return arguments.stream()
			.filter((argument) -> argument.startsWith(SAMPLING))
			.mapToDouble((argument) -> Double.parseDouble(argument.substring(SAMPLING.length())))
			.findFirst()
			.orElse(Variant.SAMPLED);
	}

	/**
	 * Some signals on and the others off by name, which takes the libraries behind them
	 * away too. With {@code sightline.enabled=false} they would stay.
	 */
	private Variant only(String names) {
		List<String> on = "off".equals(names) ? List.of() : List.of(names.split("\\+"));
		if (!SIGNALS.containsAll(on)) {
			throw new BenchmarkException("Unknown signal in " + names + ", there are off and " + SIGNALS);
		}
		Variant all = sightline();
		List<String> arguments = new ArrayList<>(all.arguments());
		SIGNALS.forEach((signal) -> arguments.add("--sightline." + signal + ".enabled=" + on.contains(signal)));
		if (on.contains("sentry")) {
			arguments.add("--sentry.dsn=" + this.dsn);
		}
		double sampled = (on.contains("http") && on.contains("tracing")) ? Variant.SAMPLED : Variant.NOT_TRACED;
		return new Variant("sightline only " + names, all.jar(), all.jvm(), arguments, all.environment(), sampled,
				false);
	}

	private Map<String, String> openTelemetry() {
		Map<String, String> environment = new HashMap<>(SPAN_QUEUE);
		environment.put("OTEL_SERVICE_NAME", "benchmark");
		environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", this.endpoint);
		environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
		environment.put("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
		environment.put("OTEL_TRACES_SAMPLER_ARG", String.valueOf(Variant.SAMPLED));
		return environment;
	}

	private static String jar(String name) {
		return "app/target/app-" + name + ".jar";
	}

}
