package dev.sightline.autoconfigure.metrics.cardinality;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.bounded.SeriesLimiter;
import dev.sightline.autoconfigure.bounded.SeriesLimits;
import dev.sightline.autoconfigure.bounded.SeriesNotices;
import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for limits on the series of all meters. Its filter has to be the
 * last, so that it sees what the others make of a meter.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ MeterRegistry.class, MeterRegistryCustomizer.class })
@ConditionalOnEnabledSignal(Signal.METRICS)
@EnableConfigurationProperties(CardinalityProperties.class)
public final class CardinalityAutoConfiguration {

	@Bean
	static SeriesNotices sightlineSeriesNotices() {
		return new SeriesNotices();
	}

	@Bean
	static SeriesLimiter sightlineSeriesLimiter(CardinalityProperties properties, SeriesNotices notices,
			Environment environment) {
		SeriesLimits limits = new ConfiguredLimits(properties).limits(environment);
		return new SeriesLimiter(limits, notices);
	}

	/**
	 * Spring Boot gives filters to all registries but to the one that it makes of others.
	 * To that it gives only those that drop what has too many values, and that count them
	 * in all registries together. So requests have to be folded before, which this does:
	 * customizers are called before filters are added.
	 */
	@Bean
	static MeterRegistryCustomizer<MeterRegistry> sightlineSeriesLimiterCustomizer(SeriesLimiter limiter,
			SeriesNotices notices, Environment environment) {
		return (registry) -> {
			if (registry instanceof CompositeMeterRegistry) {
				SeriesLimiter own = limiter.ofComposite(ConfiguredLimits.requests(environment));
				registry.config().meterFilter(own);
				own.watch(registry);
			}
			else {
				limiter.watch(registry);
				notices.showIn(registry);
			}
		};
	}

	@Bean
	UnusedSeriesRemoval sightlineUnusedSeriesRemoval(ObjectProvider<MeterRegistry> registry,
			CardinalityProperties properties) {
		return new UnusedSeriesRemoval(registry, new ConfiguredLimits(properties).dropUnusedAfter());
	}

	/**
	 * Runs only if there is something to remove.
	 */
	static class UnusedSeriesRemoval implements SmartInitializingSingleton, DisposableBean {

		private final ObjectProvider<MeterRegistry> registry;

		private final Map<String, Duration> after;

		private @Nullable UnusedSeries series;

		UnusedSeriesRemoval(ObjectProvider<MeterRegistry> registry, Map<String, Duration> after) {
			this.registry = registry;
			this.after = after;
		}

		@Override
		public void afterSingletonsInstantiated() {
			MeterRegistry registry = !this.after.isEmpty() ? this.registry.getIfAvailable() : null;
			this.series = (registry != null) ? new UnusedSeries(registry, this.after) : null;
		}

		@Override
		public void destroy() {
			if (this.series != null) {
				this.series.destroy();
			}
		}

	}

}
