package dev.sightline.autoconfigure.metrics.scrape;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for scrapes of metrics that fail, hang and come and go.
 */
@ExtendWith(OutputCaptureExtension.class)
class GuardedPrometheusRegistryTests {

	private final GuardedPrometheusRegistry prometheus = new GuardedPrometheusRegistry(UnaryOperator.identity(),
			Duration.ofSeconds(10));

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			this.prometheus, Clock.SYSTEM);

	@AfterEach
	void stop() {
		this.prometheus.destroy();
	}

	@Test
	void shouldLeaveOutWhatFails(CapturedOutput output) {
		FunctionCounter.builder("broken", this, (self) -> {
			throw new IllegalStateException("on purpose");
		}).register(this.registry);
		Gauge.builder("broken.gauge", () -> {
			throw new IllegalStateException("on purpose");
		}).register(this.registry);
		this.registry.counter("well").increment();
		assertThat(this.registry.scrape()).contains("well_total 1.0", "broken_gauge NaN")
			.doesNotContain("broken_total");
		this.registry.scrape();
		assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("A metric of the scrape failed"))
			.hasSize(1);
	}

	@Test
	void shouldAskAgainWhatFailedWithAnError() {
		AtomicBoolean failed = new AtomicBoolean();
		this.prometheus.register((Collector) () -> {
			if (failed.compareAndSet(false, true)) {
				throw new NoClassDefFoundError("on purpose");
			}
			return counter("late", 3);
		});
		this.registry.counter("well").increment();
		assertThat(this.registry.scrape()).contains("well_total 1.0").doesNotContain("late");
		assertThat(this.registry.scrape()).contains("late_total 3.0");
	}

	@Test
	void shouldLeaveNothingInARegistryThatLivesOn() {
		PrometheusRegistry hers = new PrometheusRegistry();
		GuardedPrometheusRegistry prometheus = new GuardedPrometheusRegistry(hers, UnaryOperator.identity(),
				Duration.ofSeconds(10));
		new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM).counter("ours").increment();
		assertThat(hers.scrape().size()).isEqualTo(1);
		prometheus.destroy();
		assertThat(hers.scrape().size()).isZero();
		assertThat(prometheus.scrape().size()).isEqualTo(1);
	}

	@Test
	void shouldGoOnWithoutWhatHangsUntilItReturns(CapturedOutput output) {
		GuardedPrometheusRegistry prometheus = new GuardedPrometheusRegistry(UnaryOperator.identity(),
				Duration.ofSeconds(1));
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus,
				Clock.SYSTEM);
		CountDownLatch latch = new CountDownLatch(1);
		try {
			Gauge.builder("hanging", () -> {
				awaitUninterruptibly(latch);
				return 5;
			}).register(registry);
			for (int i = 0; i < 20; i++) {
				registry.counter("well." + i).increment();
			}
			// On a slow machine others may seem to hang for a while.
			await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				String scrape = registry.scrape();
				assertThat(scrape).doesNotContain("hanging");
				assertThat(scrape.lines().filter((line) -> line.startsWith("well_"))).hasSize(20);
			});
			assertThat(output.getOut()).contains("A metric of the scrape hangs", "awaitUninterruptibly");
			latch.countDown();
			await().atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(registry.scrape()).contains("hanging 5.0"));
		}
		finally {
			latch.countDown();
			prometheus.destroy();
		}
	}

	@Test
	void shouldTakeTheFirstOfFamiliesOfOneName(CapturedOutput output) {
		for (int value = 3; value < 9; value++) {
			double own = value;
			// It tells its name only when it is asked for its value.
			this.prometheus.register((Collector) () -> counter("twice", own));
		}
		assertThat(this.registry.scrape()).containsOnlyOnce("\ntwice_total ").contains("\ntwice_total 3.0");
		this.registry.scrape();
		assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("'twice'")).hasSize(1);
	}

	@Test
	void shouldFilterByNames() {
		this.registry.counter("one").increment();
		this.registry.counter("two").increment();
		assertThat(this.registry.scrape("text/plain", Set.of("one"))).contains("one_total").doesNotContain("two_total");
	}

	@Test
	void shouldScrapeWhileMetersComeAndGo() throws Exception {
		AtomicBoolean end = new AtomicBoolean();
		ExecutorService executor = Executors.newFixedThreadPool(3);
		try {
			this.registry.counter("stays").increment();
			Future<?> churn = executor.submit(() -> {
				for (int i = 0; !end.get(); i++) {
					this.registry.counter("comes." + i % 50, "tag", "v" + i).increment();
					this.registry.find("comes." + (i + 25) % 50).counters().forEach(this.registry::remove);
				}
			});
			Future<?> second = executor.submit(() -> {
				for (int i = 0; i < 20; i++) {
					assertThat(this.registry.scrape()).contains("stays_total 1.0");
				}
			});
			for (int i = 0; i < 20; i++) {
				assertThat(this.registry.scrape()).contains("stays_total 1.0");
			}
			second.get();
			end.set(true);
			churn.get();
		}
		finally {
			end.set(true);
			executor.shutdownNow();
		}
	}

	private static CounterSnapshot counter(String name, double value) {
		return CounterSnapshot.builder()
			.name(name)
			.dataPoint(CounterDataPointSnapshot.builder().value(value).build())
			.build();
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
