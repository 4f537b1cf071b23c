package dev.sightline.autoconfigure.bounded;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the limits on the series of meters, in the scrape.
 */
@ExtendWith(OutputCaptureExtension.class)
class SeriesLimiterTests {

	private final SeriesNotices notices = new SeriesNotices();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void shouldSumWhatIsBeyondTheValuesOfATag(CapturedOutput output) {
		limit(100, 1000, 10_000);
		for (int i = 0; i < 150; i++) {
			this.registry.counter("orders", "customer", "c" + i, "shop", "one").increment(2);
			this.registry.timer("delivery", "customer", "c" + i).record(10, TimeUnit.SECONDS);
			this.registry.summary("weight", "customer", "c" + i).record(3);
		}
		this.registry.counter("orders", "customer", "c7", "shop", "one").increment();
		String scrape = this.registry.scrape();
		assertThat(lines(scrape, "orders_total{")).isEqualTo(101);
		assertThat(scrape).contains("orders_total{customer=\"_other\",shop=\"one\"} 100.0",
				"orders_total{customer=\"c7\",shop=\"one\"} 3.0", "delivery_seconds_count{customer=\"_other\"} 50",
				"delivery_seconds_sum{customer=\"_other\"} 500.0", "weight_sum{customer=\"_other\"} 150.0",
				"sightline_cardinality_overflow_total{meter=\"orders\"} 50.0",
				"sightline_cardinality_overflow_total{meter=\"delivery\"} 50.0");
		await().untilAsserted(
				() -> assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("Meter 'orders'"))
					.singleElement()
					.asString()
					.contains("has 100 values of its tag 'customer'",
							"sightline.metrics.cardinality.meters[orders].max-values"));
	}

	@Test
	void shouldSumWhatIsBeyondTheSeriesOfAMeter() {
		limit(100, 50, 10_000);
		for (int i = 0; i < 20; i++) {
			for (int j = 0; j < 20; j++) {
				this.registry.counter("jobs", "a", "a" + i, "b", "b" + j, "shop", "one").increment();
			}
		}
		String scrape = this.registry.scrape();
		assertThat(lines(scrape, "jobs_total{")).isEqualTo(51);
		assertThat(scrape).contains("jobs_total{a=\"_other\",b=\"_other\",shop=\"one\"} 350.0");
	}

	@Test
	void shouldBoundAllSeriesTogether(CapturedOutput output) {
		limit(100, 1000, 30);
		for (int i = 0; i < 60; i++) {
			this.registry.counter("first", "a", "a" + i).increment();
		}
		for (int i = 0; i < 60; i++) {
			this.registry.counter("name" + i, "a", "a").increment();
		}
		String scrape = this.registry.scrape();
		assertThat(scrape)
			.contains("first_total{a=\"_other\"} 30.0", "sightline_cardinality_overflow_total{meter=\"_other\"} 60.0")
			.doesNotContain("name");
		await().untilAsserted(() -> assertThat(output.getOut().lines())
			.filteredOn((line) -> line.contains("sightline.metrics.cardinality.max-total"))
			.hasSize(2)
			.anyMatch((line) -> line.contains("Meter 'name0' and others of new names are left out")));
	}

	@Test
	void shouldLeaveOutGaugesThatCanNotBeSummed(CapturedOutput output) {
		limit(2, 1000, 10_000);
		for (int i = 0; i < 5; i++) {
			Gauge.builder("depth", () -> 7).tag("queue", "q" + i).register(this.registry);
		}
		assertThat(this.registry.scrape())
			.contains("depth{queue=\"q0\"} 7.0", "depth{queue=\"q1\"} 7.0",
					"sightline_cardinality_overflow_total{meter=\"depth\"} 3.0")
			.doesNotContain("q2", "_other");
		await().untilAsserted(() -> assertThat(output.getOut())
			.contains("Meter 'depth' has too many series: it has 2 values of its tag 'queue'. What comes later is"
					+ " left out, as it can not be summed. sightline.metrics.cardinality.meters[depth].max-values"));
	}

	@Test
	void shouldLeaveOutFunctionMetersBesideThoseThatAreSummed() {
		limit(2, 1000, 10_000);
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		composite.add(this.registry);
		for (MeterRegistry registry : new MeterRegistry[] { this.registry, composite }) {
			String prefix = (registry == composite) ? "composite" : "one";
			for (int i = 0; i < 4; i++) {
				String tag = prefix + i;
				registry.counter(prefix + ".gets", "cache", tag).increment();
				FunctionCounter.builder(prefix + ".gets", this, (self) -> 7).tag("cache", "f" + tag).register(registry);
				FunctionTimer.builder(prefix + ".loads", this, (self) -> 7, (self) -> 7, TimeUnit.SECONDS)
					.tag("cache", "f" + tag)
					.register(registry);
				registry.timer(prefix + ".loads", "cache", tag).record(1, TimeUnit.SECONDS);
			}
			assertThat(this.registry.scrape()).contains(prefix + "_gets_total{cache=\"" + prefix + "0\"} 1.0",
					prefix + "_gets_total{cache=\"f" + prefix + "0\"} 7.0",
					prefix + "_gets_total{cache=\"_other\"} 3.0", prefix + "_loads_seconds_count{cache=\"_other\"} 3",
					"sightline_cardinality_overflow_total{meter=\"" + prefix + ".gets\"} 6.0")
				.doesNotContain("cache=\"f" + prefix + "1\"");
		}
	}

	@Test
	void shouldLeaveOutAnotherTypeThatCanNotBeSummed() {
		limit(2, 1000, 10_000);
		for (int i = 0; i < 5; i++) {
			this.registry.counter("orders", "customer", "c" + i).increment();
		}
		this.registry.timer("orders", "customer", "t").record(1, TimeUnit.SECONDS);
		this.registry.gauge("orders", Tags.of("customer", "g"), 7);
		assertThat(this.registry.scrape())
			.contains("orders_total{customer=\"_other\"} 3.0",
					"sightline_cardinality_overflow_total{meter=\"orders\"} 5.0")
			.doesNotContain("orders_seconds", "orders{");
	}

	@Test
	void shouldNotBeAskedForWhatIsKnown() {
		AtomicInteger asked = new AtomicInteger();
		SeriesLimiter limiter = limiter(100, 1000, 10_000);
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				asked.incrementAndGet();
				return limiter.map(id);
			}

		});
		limiter.watch(this.registry);
		for (int i = 0; i < 1000; i++) {
			this.registry.counter("orders", "customer", "c" + i % 10).increment();
		}
		assertThat(asked).hasValue(10);
	}

	@Test
	void shouldTellOnceOfAMeterWithTwoForms(CapturedOutput output) {
		limit(100, 1000, 10_000);
		this.registry.counter("orders", "customer", "c").increment();
		this.registry.counter("orders", "shop", "one").increment();
		this.registry.counter("orders").increment();
		this.registry.timer("orders", "of", "time").record(1, TimeUnit.SECONDS);
		assertThat(this.registry.scrape()).contains("orders_total{customer=\"c\"} 1.0");
		await().untilAsserted(() -> assertThat(output.getOut().lines())
			.filteredOn((line) -> line.contains("Meter 'orders' has two forms"))
			.hasSize(1));
	}

	@Test
	void shouldBoundTheKeysOfTagsToo() {
		limit(100, 10, 10_000);
		for (int i = 0; i < 500; i++) {
			this.registry.counter("orders", "key" + i, "c").increment();
		}
		assertThat(lines(this.registry.scrape(), "orders_total{")).isEqualTo(11);
	}

	@Test
	void shouldMakeRoomForOthersWhenASeriesIsRemoved() {
		limit(2, 1000, 10_000);
		Counter first = this.registry.counter("orders", "customer", "one");
		this.registry.counter("orders", "customer", "two");
		this.registry.remove(first);
		this.registry.counter("orders", "customer", "three").increment();
		assertThat(this.registry.scrape()).contains("orders_total{customer=\"three\"} 1.0").doesNotContain("_other");
	}

	@Test
	void shouldKeepItsBoundAmongThreads() throws InterruptedException {
		limit(50, 1000, 10_000);
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		CountDownLatch start = new CountDownLatch(1);
		for (int i = 0; i < threads; i++) {
			String prefix = "t" + i + "-";
			executor.execute(() -> {
				awaitUninterruptibly(start);
				for (int j = 0; j < 500; j++) {
					this.registry.counter("orders", "customer", prefix + j).increment();
				}
			});
		}
		start.countDown();
		executor.shutdown();
		assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		String scrape = this.registry.scrape();
		assertThat(lines(scrape, "orders_total{")).isBetween(51L, 51L + threads);
		assertThat(scrape.lines()
			.filter((line) -> line.startsWith("orders_total{"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll(".* ", "")))
			.sum()).isEqualTo(2000);
	}

	@Test
	void shouldBoundARegistryOfRegistriesToo() {
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		SeriesLimiter limiter = limiter(5, 20, 10_000);
		for (MeterRegistry member : new MeterRegistry[] { this.registry, new SimpleMeterRegistry() }) {
			// A filter of hers that folds must find what there is to fold.
			member.config()
				.meterFilter(MeterFilter.replaceTagValues("customer", (value) -> value.substring(0, 1), "_other"))
				.meterFilter(limiter);
			limiter.watch(member);
			composite.add(member);
		}
		this.notices.showIn(this.registry);
		SeriesLimiter own = limiter.ofComposite("http.server.requests");
		composite.config().meterFilter(own);
		own.watch(composite);
		for (int i = 0; i < 100; i++) {
			composite.counter("orders", "customer", "c" + i).increment();
			composite.counter("visits", "customer", (char) ('a' + i % 10) + "x").increment();
		}
		assertThat(composite.find("orders").counters()).hasSize(21);
		assertThat(this.registry.scrape()).contains("orders_total{customer=\"c\"} 20.0",
				"orders_total{customer=\"_other\"} 80.0", "visits_total{customer=\"e\"} 10.0",
				"visits_total{customer=\"_other\"} 50.0", "overflow_total{meter=\"orders\"} 80.0");
	}

	@Test
	void shouldFindTheLimitsOfTheLongestBeginning() {
		SeriesLimits limits = new SeriesLimits(100, 1000, 10_000, Map.of("shop", new SeriesLimits.Meter(7, 70),
				"shop.orders", new SeriesLimits.Meter(8, null), "shops", new SeriesLimits.Meter(9, 9)));
		assertThat(limits.of("shop.orders.paid")).isEqualTo(new SeriesLimits.Meter(8, 70));
		assertThat(limits.of("shop.visits")).isEqualTo(new SeriesLimits.Meter(7, 70));
		assertThat(limits.of("shopping")).isEqualTo(new SeriesLimits.Meter(100, 1000));
	}

	private void limit(int values, int series, int total) {
		SeriesLimiter limiter = limiter(values, series, total);
		this.registry.config().meterFilter(limiter);
		limiter.watch(this.registry);
		this.notices.showIn(this.registry);
	}

	private SeriesLimiter limiter(int values, int series, int total) {
		return new SeriesLimiter(new SeriesLimits(values, series, total, Map.of()), this.notices);
	}

	private static long lines(String scrape, String start) {
		return scrape.lines().filter((line) -> line.startsWith(start)).count();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
