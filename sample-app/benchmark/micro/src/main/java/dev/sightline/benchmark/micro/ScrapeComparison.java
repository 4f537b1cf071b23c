package dev.sightline.benchmark.micro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A scrape of 10,000 series through what Sightline puts in its way, beside that of a bare
 * registry with the same meters. They take turns in one process, so that what slows down
 * one slows down the other, and each is compared with its neighbour.
 */
public final class ScrapeComparison {

	private static final int WARMUP = 50;

	private static final int TURNS = 101;

	private final String name;

	private final PrometheusScrapeEndpoint scraped;

	private final PrometheusScrapeEndpoint bare;

	private final boolean gzip;

	private final List<Double> ratios = new ArrayList<>();

	private ScrapeComparison(String name, MeterRegistry meters, PrometheusRegistry registry, boolean gzip) {
		PrometheusMeterRegistry copy = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		meters.forEachMeter((meter) -> copy(meter, copy));
		this.name = name;
		this.scraped = new PrometheusScrapeEndpoint(registry, new Properties());
		this.bare = new PrometheusScrapeEndpoint(copy.getPrometheusRegistry(), new Properties());
		this.gzip = gzip;
	}

	public static void main(String[] arguments) throws IOException {
		List<ScrapeComparison> comparisons = new ArrayList<>();
		List<ConfigurableApplicationContext> contexts = new ArrayList<>();
		for (String[] variant : new String[][] { { "defaults" }, { "defaults, gzip" },
				{ "classic names", "sightline.metrics.classic-names=true" },
				{ "three objectives", "sightline.slo.first.objective=99.9", "sightline.slo.second.objective=99",
						"sightline.slo.third.type=latency", "sightline.slo.third.threshold=300ms" } }) {
			ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
				.web(WebApplicationType.NONE)
				.properties(Arrays.copyOfRange(variant, 1, variant.length))
				.properties("logging.level.root=warn", MicroBenchmark.WITHOUT_ADD_ON.substring(2))
				.run();
			contexts.add(context);
			PrometheusMeterRegistry meters = context.getBean(PrometheusMeterRegistry.class);
			fill(meters);
			comparisons.add(new ScrapeComparison(variant[0], meters, context.getBean(PrometheusRegistry.class),
					variant[0].endsWith("gzip")));
		}
		for (int i = 0; i < WARMUP + TURNS; i++) {
			for (ScrapeComparison comparison : comparisons) {
				comparison.turn(i >= WARMUP, i % 2 == 0);
			}
		}
		System.out.printf("%-20s %8s %8s %10s %10s   %s%n", "", "series", "bare", "bytes", "bare", "time beside bare");
		for (ScrapeComparison comparison : comparisons) {
			comparison.print();
		}
		contexts.forEach(ConfigurableApplicationContext::close);
	}

	private static void fill(MeterRegistry registry) {
		for (int i = 0; i < 8_000; i++) {
			registry.counter("bench.series." + i % 8, "region", "region-" + i / 8 % 10, "id", "id-" + i / 80)
				.increment(i);
		}
		for (int i = 0; i < 100; i++) {
			Timer.builder("http.server.requests")
				.tags("uri", "/path/" + i / 2, "method", "GET", "status", (i % 2 == 0) ? "200" : "500", "outcome",
						(i % 2 == 0) ? "SUCCESS" : "SERVER_ERROR", "exception", "none", "error", "none")
				.register(registry)
				.record(Duration.ofMillis(i));
		}
	}

	private static void copy(Meter meter, MeterRegistry registry) {
		Meter.Id id = meter.getId();
		String unit = id.getBaseUnit();
		String help = id.getDescription();
		meter.use(
				(gauge) -> Gauge.builder(id.getName(), gauge, Gauge::value)
					.tags(id.getTags())
					.baseUnit(unit)
					.description(help)
					.register(registry),
				(counter) -> Counter.builder(id.getName())
					.tags(id.getTags())
					.baseUnit(unit)
					.description(help)
					.register(registry)
					.increment(counter.count()),
				(timer) -> copy(timer, Timer.builder(id.getName()).tags(id.getTags()).description(help), registry),
				(summary) -> copy(summary,
						DistributionSummary.builder(id.getName()).tags(id.getTags()).baseUnit(unit).description(help),
						registry),
				(tasks) -> LongTaskTimer.builder(id.getName()).tags(id.getTags()).description(help).register(registry),
				(gauge) -> TimeGauge.builder(id.getName(), gauge, gauge.baseTimeUnit(), Gauge::value)
					.tags(id.getTags())
					.description(help)
					.register(registry),
				(function) -> FunctionCounter.builder(id.getName(), function, FunctionCounter::count)
					.tags(id.getTags())
					.baseUnit(unit)
					.description(help)
					.register(registry),
				(function) -> FunctionTimer
					.builder(id.getName(), function, (timer) -> (long) timer.count(),
							(timer) -> timer.totalTime(timer.baseTimeUnit()), function.baseTimeUnit())
					.tags(id.getTags())
					.description(help)
					.register(registry),
				(other) -> Meter.builder(id.getName(), id.getType(), other.measure())
					.tags(id.getTags())
					.baseUnit(unit)
					.description(help)
					.register(registry));
	}

	private static void copy(Timer timer, Timer.Builder builder, MeterRegistry registry) {
		double[] buckets = buckets(timer);
		if (buckets.length > 0) {
			builder.serviceLevelObjectives(Arrays.stream(buckets)
				.mapToObj((nanos) -> Duration.ofNanos((long) nanos))
				.toArray(Duration[]::new));
		}
		builder.register(registry).record(1, TimeUnit.MILLISECONDS);
	}

	private static void copy(DistributionSummary summary, DistributionSummary.Builder builder, MeterRegistry registry) {
		double[] buckets = buckets(summary);
		if (buckets.length > 0) {
			builder.serviceLevelObjectives(buckets);
		}
		builder.register(registry);
	}

	private static double[] buckets(HistogramSupport histogram) {
		return Arrays.stream(histogram.takeSnapshot().histogramCounts())
			.mapToDouble(CountAtBucket::bucket)
			.filter((bucket) -> !Double.isInfinite(bucket))
			.toArray();
	}

	/**
	 * Scrape both, the bare one first or last.
	 */
	private void turn(boolean measured, boolean bareFirst) throws IOException {
		long bare = bareFirst ? time(this.bare, false) : 0;
		long scraped = time(this.scraped, this.gzip);
		if (!bareFirst) {
			bare = time(this.bare, false);
		}
		if (measured) {
			this.ratios.add((double) scraped / bare);
		}
	}

	private static long time(PrometheusScrapeEndpoint endpoint, boolean gzip) throws IOException {
		long start = System.nanoTime();
		body(endpoint, gzip);
		return System.nanoTime() - start;
	}

	/**
	 * The answer, compressed as for those who ask for that.
	 */
	private static byte[] body(PrometheusScrapeEndpoint endpoint, boolean gzip) throws IOException {
		byte[] body = endpoint.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null).getBody();
		if (!gzip) {
			return body;
		}
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 8 + 32);
		try (GZIPOutputStream out = new GZIPOutputStream(compressed) {

			{
				this.def.setLevel(Deflater.BEST_SPEED);
			}

		}) {
			out.write(body);
		}
		return compressed.toByteArray();
	}

	private void print() throws IOException {
		double[] sorted = this.ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		System.out.printf(Locale.ROOT, "%-20s %,8d %,8d %,10d %,10d   %.2f (%.2f..%.2f)%n", this.name,
				series(this.scraped), series(this.bare), body(this.scraped, this.gzip).length,
				body(this.bare, false).length, sorted[TURNS / 2], sorted[TURNS / 4], sorted[TURNS * 3 / 4]);
	}

	private static long series(PrometheusScrapeEndpoint endpoint) throws IOException {
		return new String(body(endpoint, false)).lines().filter((line) -> !line.startsWith("#")).count();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
