package dev.sightline.autoconfigure.cache;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the meters of caches that are made later, and for the hit ratio
 * of all.
 */
@AutoConfiguration(after = CacheMetricsAutoConfiguration.class)
@ConditionalOnClass({ MeterRegistry.class, CacheManager.class, CacheMeterBinderProvider.class })
@ConditionalOnBean({ CacheManager.class, CacheMetricsRegistrar.class })
@ConditionalOnEnabledSignal(Signal.CACHE)
@ConditionalOnBooleanProperty(name = "management.metrics.enable.cache", matchIfMissing = true)
public final class CacheMetersAutoConfiguration {

	@Bean
	HitRatios sightlineHitRatios(MeterRegistry registry, ObjectProvider<CacheMeterBinderProvider<?>> providers) {
		return new HitRatios(registry, providers.orderedStream().toList());
	}

	@Bean
	CacheMeters sightlineCacheMeters(MeterRegistry registry, CacheMetricsRegistrar registrar, HitRatios ratios,
			ObjectProvider<CacheExtra> extras) {
		return new CacheMeters(registry, registrar, ratios, List.copyOf(extras.orderedStream().toList()));
	}

	@Bean
	CacheManagers sightlineCacheManagers(ConfigurableListableBeanFactory beanFactory, MeterRegistry registry,
			CacheMeters meters) {
		return new CacheManagers(beanFactory, registry, meters);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OperationInvokerAdvisor.class)
	static class Scrapes {

		@Bean
		CacheScrapeAdvisor sightlineCacheScrapeAdvisor(ObjectProvider<CacheManagers> managers) {
			return new CacheScrapeAdvisor(managers);
		}

	}

}
