package dev.sightline.autoconfigure.metrics.description;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for descriptions of meters that are registered without one.
 */
class DescriptionTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DescriptionAutoConfiguration.class));

	DescriptionTests() {
		this.registry.config().meterFilter(new DescriptionFilter());
	}

	@Test
	void shouldDescribeWhatHasNoDescription() {
		assertThat(description(this.registry.timer("http.server.requests", "uri", "/")))
			.isEqualTo("Time that requests to this application took");
		assertThat(description(this.registry.counter("shop.orders")))
			.isEqualTo("The counter 'shop.orders', which has no description");
		assertThat(description(this.registry.more().longTaskTimer("shop.imports")))
			.isEqualTo("The long task timer 'shop.imports', which has no description");
	}

	@Test
	void shouldKeepWhatIsDescribedAndWhatStandsForAnother() {
		Counter orders = Counter.builder("orders").description("Orders").register(this.registry);
		assertThat(description(orders)).isEqualTo("Orders");
		Gauge part = Gauge.builder("orders.part", () -> 1).synthetic(orders.getId()).register(this.registry);
		assertThat(part.getId().syntheticAssociation()).isEqualTo(orders.getId());
		this.registry.remove(orders);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void shouldFindTheSameMeterAgain() {
		this.registry.timer("work", "a", "b").record(1, TimeUnit.SECONDS);
		assertThat(this.registry.timer("work", "a", "b").count()).isEqualTo(1);
	}

	@Test
	void shouldStayOffWithItsSignalOrWithoutMicrometer() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(MeterFilter.class));
		this.runner.withPropertyValues("sightline.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MeterFilter.class));
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean("sightlineDescriptionFilter"));
	}

	private static String description(Meter meter) {
		return meter.getId().getDescription();
	}

}
