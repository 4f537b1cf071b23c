package dev.sightline.autoconfigure.metrics.scrape;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scrape of a hundred thousand series, alone and two at once.
 */
@Tag("faults")
class LargeScrapeTests {

	private static final int SERIES = 100_000;

	@Test
	void shouldScrapeAHundredThousandSeriesTwiceAtOnce() throws Exception {
		GuardedPrometheusRegistry prometheus = new GuardedPrometheusRegistry(UnaryOperator.identity(),
				Duration.ofSeconds(2));
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus,
				Clock.SYSTEM);
		for (int i = 0; i < SERIES; i++) {
			registry.counter("large." + i % 100, "first", "value-" + i, "second", "some other value").increment();
		}
		PrometheusScrapeEndpoint endpoint = new PrometheusScrapeEndpoint(prometheus, new Properties());
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			for (int round = 0; round < 3; round++) {
				scrape(endpoint, "alone");
			}
			for (Future<?> scrape : List.of(executor.submit(() -> scrape(endpoint, "one of two")),
					executor.submit(() -> scrape(endpoint, "one of two")))) {
				scrape.get();
			}
		}
		finally {
			executor.shutdownNow();
			prometheus.destroy();
		}
	}

	private static void scrape(PrometheusScrapeEndpoint endpoint, String what) {
		long start = System.nanoTime();
		byte[] body = endpoint.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null).getBody();
		System.out.println(what + ": " + SERIES + " series, " + body.length / 1000 + " kB, "
				+ Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
		assertThat(new String(body).lines().filter((line) -> line.startsWith("large_"))).hasSize(SERIES);
	}

}
