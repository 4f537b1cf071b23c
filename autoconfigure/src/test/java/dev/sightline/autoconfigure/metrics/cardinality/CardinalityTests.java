package dev.sightline.autoconfigure.metrics.cardinality;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.bounded.SeriesLimiter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits of an application.
 */
class CardinalityTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, CardinalityAutoConfiguration.class))
		.withUserConfiguration(OneRegistry.class);

	@Test
	void shouldLimitAllRegistriesAndObservations() {
		try (TestApp app = TestApp.plain(TwoRegistries.class, "sightline.metrics.cardinality.max-series=150",
				"sightline.metrics.cardinality.meters[shop.orders].max-values=3",
				"sightline.metrics.cardinality.meters[shop.parcels].max-series=400")) {
			MeterRegistry registry = app.context().getBean(MeterRegistry.class);
			assertThat(registry).isInstanceOf(CompositeMeterRegistry.class);
			ObservationRegistry observations = app.context().getBean(ObservationRegistry.class);
			for (int i = 0; i < 200; i++) {
				registry.counter("shop.orders", "customer", "c" + i).increment();
				registry.counter("shop.visits", "customer", "c" + i).increment();
				registry.counter("shop.parcels", "from", "f" + i % 20, "to", "t" + i / 20).increment();
				registry.timer("http.server.requests", "uri", "/u" + i).record(1, TimeUnit.SECONDS);
				Observation.createNotStarted("shop.work", observations)
					.lowCardinalityKeyValue("customer", "c" + i)
					.observe(() -> {
					});
			}
			String scrape = app.context().getBean(PrometheusMeterRegistry.class).scrape();
			assertThat(scrape).contains("shop_orders_total{customer=\"_other\"} 197.0",
					"shop_visits_total{customer=\"_other\"} 100.0",
					"shop_work_seconds_count{customer=\"_other\",error=\"none\"} 100",
					"sightline_cardinality_overflow_total{meter=\"shop.orders\"} ");
			assertThat(scrape).contains("http_server_requests_seconds_count{uri=\"_other\"} 105")
				.doesNotContain("shop_parcels_total{from=\"_other\"");
			assertThat(app.context().getBean(SimpleMeterRegistry.class).find("shop.orders").counters()).hasSize(4);
		}
	}

	@Test
	void shouldSeeWhatFiltersOfTheUserMake() {
		this.runner.withUserConfiguration(FoldingFilter.class)
			.withPropertyValues("sightline.metrics.cardinality.max-values=2")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (int i = 0; i < 50; i++) {
					registry.counter("orders", "customer", "c" + i).increment();
				}
				assertThat(registry.get("orders").tag("customer", "folded").counter().count()).isEqualTo(50);
			});
	}

	@Test
	void shouldKeepFewerUrisThanSpringBootWhichDropsTheRest() {
		this.runner
			.withPropertyValues("management.metrics.web.server.max-uri-tags=20",
					"sightline.metrics.cardinality.meters[http.server.requests].max-series=500")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (int i = 0; i < 50; i++) {
					registry.counter("http.server.requests", "uri", "/u" + i).increment();
					registry.counter("http.server.request.body.size", "uri", "/u" + i).increment();
				}
				assertThat(registry.get("http.server.requests").counters()).hasSize(16);
				assertThat(registry.get("http.server.request.body.size").counters()).hasSize(50);
			});
	}

	@Test
	void shouldRemoveUnusedSeriesOfAMeterThatAsksForIt() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		UnusedSeries series = new UnusedSeries(registry, Map.of("orders", Duration.ofHours(1)));
		try {
			registry.counter("orders", "customer", "a").increment();
			registry.counter("orders", "customer", "b").increment();
			Counter other = registry.counter("visits");
			long start = System.nanoTime();
			series.sweep(start);
			registry.counter("orders", "customer", "b").increment();
			series.sweep(start + TimeUnit.MINUTES.toNanos(59));
			series.sweep(start + TimeUnit.MINUTES.toNanos(61));
			assertThat(registry.getMeters()).containsExactlyInAnyOrder(registry.counter("orders", "customer", "b"),
					other);
			registry.counter("orders", "customer", "a").increment();
			series.sweep(start + TimeUnit.MINUTES.toNanos(62));
			assertThat(registry.counter("orders", "customer", "a").count()).isEqualTo(1);
		}
		finally {
			series.destroy();
		}
	}

	@Test
	void shouldNameAValueThatCanNotWork() {
		this.runner.withPropertyValues("sightline.metrics.cardinality.meters[shop.orders].max-series=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("sightline.metrics.cardinality.meters[shop.orders].max-series"));
		this.runner.withPropertyValues("sightline.metrics.cardinality.meters[orders].drop-unused-after=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sightline.metrics.cardinality.meters[orders].drop-unused-after"));
	}

	@Test
	void shouldStayOffWithItsSignalOrWithoutMetrics() {
		this.runner.withPropertyValues("sightline.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SeriesLimiter.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CardinalityAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(MeterRegistryCustomizer.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SeriesLimiter.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OneRegistry {

		@Bean
		SimpleMeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwoRegistries {

		@Bean
		SimpleMeterRegistry second() {
			return new SimpleMeterRegistry();
		}

		/**
		 * As Spring Boot adds it where there is a server.
		 */
		@Bean
		MaximumAllowableTagsMeterFilter uris() {
			return new MaximumAllowableTagsMeterFilter("http.server.requests", "uri", 100);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FoldingFilter {

		@Bean
		MeterFilter folding() {
			return MeterFilter.replaceTagValues("customer", (value) -> "folded");
		}

	}

}
