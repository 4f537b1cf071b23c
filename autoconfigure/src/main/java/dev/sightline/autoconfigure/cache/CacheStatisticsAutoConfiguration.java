package dev.sightline.autoconfigure.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.JCacheCacheMeterBinderProvider;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheManager;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the statistics of caches that keep none by themselves.
 */
@AutoConfiguration(before = CacheMetricsAutoConfiguration.class)
@ConditionalOnClass({ MeterRegistry.class, CacheManager.class, CacheMeterBinderProvider.class })
@ConditionalOnEnabledSignal(Signal.CACHE)
@ConditionalOnBooleanProperty(name = "management.metrics.enable.cache", matchIfMissing = true)
public final class CacheStatisticsAutoConfiguration {

	@Bean
	static CountedMapCachePostProcessor sightlineCountedMapCachePostProcessor() {
		return new CountedMapCachePostProcessor();
	}

	@Bean
	CountedMapCacheMeterBinderProvider sightlineCountedMapCacheMeterBinderProvider() {
		return new CountedMapCacheMeterBinderProvider();
	}

	@Bean
	MapCacheMisses sightlineMapCacheMisses(ListableBeanFactory beans) {
		return new MapCacheMisses(new CacheMisses(beans));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Caffeine.class, CaffeineCacheManager.class })
	static class CaffeineCaches {

		@Bean
		static CaffeineStatistics sightlineCaffeineStatistics(ListableBeanFactory beans) {
			return new CaffeineStatistics(new CacheMisses(beans));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ javax.cache.CacheManager.class, JCacheCacheManager.class })
	static class JCaches {

		@Bean
		static JCacheStatistics sightlineJCacheStatistics(ListableBeanFactory beans) {
			return new JCacheStatistics(new CacheMisses(beans));
		}

		/**
		 * Counts removals as the other libraries do. Prometheus refuses a gauge of the
		 * same name.
		 */
		@Bean
		@ConditionalOnMissingBean
		JCacheCacheMeterBinderProvider sightlineJCacheCacheMeterBinderProvider() {
			return new JCacheCacheMeterBinderProvider(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisCacheManager.class)
	@ConditionalOnBooleanProperty(name = "spring.cache.redis.enable-statistics", matchIfMissing = true)
	static class RedisCaches {

		@Bean
		static RedisStatistics sightlineRedisStatistics() {
			return new RedisStatistics();
		}

	}

}
