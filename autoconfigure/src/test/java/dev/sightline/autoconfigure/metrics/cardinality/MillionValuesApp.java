package dev.sightline.autoconfigure.metrics.cardinality;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Records many values of a tag to each kind of meter, and tells what is left of them.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MillionValuesApp {

	@Bean
	@ConditionalOnProperty("second")
	SimpleMeterRegistry second() {
		return new SimpleMeterRegistry();
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(MillionValuesApp.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			ObservationRegistry observations = context.getBean(ObservationRegistry.class);
			int values = context.getEnvironment().getRequiredProperty("values", Integer.class);
			tell("before", context);
			for (int i = 0; i < values; i++) {
				String value = "value-" + i;
				registry.counter("attack.counter", "id", value).increment();
				Timer.builder("attack.timer")
					.publishPercentileHistogram()
					.tag("id", value)
					.register(registry)
					.record(1, TimeUnit.MILLISECONDS);
				registry.summary("attack.summary", "id", value, "other", value).record(1);
				registry.gauge("attack.gauge", Tags.of("id", value), i);
				registry.counter("attack.name." + i % 50_000).increment();
				Observation.createNotStarted("attack.observation", observations)
					.lowCardinalityKeyValue("id", value)
					.observe(() -> {
					});
			}
			tell("after", context);
			System.out.println("sum " + context.getBean(PrometheusMeterRegistry.class)
				.get("attack.counter")
				.counters()
				.stream()
				.mapToDouble((counter) -> counter.count())
				.sum());
		}
	}

	private static void tell(String when, ConfigurableApplicationContext context) {
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000;
		String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
		long series = scrape.lines().filter((line) -> !line.startsWith("#")).count();
		long meters = context.getBean(MeterRegistry.class).getMeters().size();
		System.out.println(when + ": meters " + meters + ", lines of the scrape " + series + ", heap " + heap + " MB");
	}

}
