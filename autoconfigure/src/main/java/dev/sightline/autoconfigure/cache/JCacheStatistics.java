package dev.sightline.autoconfigure.cache;

import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.Cache;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Switches the statistics of JCache caches on.
 */
class JCacheStatistics implements BeanPostProcessor, PriorityOrdered, CacheExtra {

	private final Guard guard = new Guard(LoggerFactory.getLogger(JCacheStatistics.class),
			"The statistics of a JCache cache could not be switched on. This is told once.");

	/**
	 * Before all others, which may put a proxy around the manager.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof JCacheCacheManager manager) {
			CacheManager caches = manager.getCacheManager();
			if (caches != null) {
				this.guard.run(() -> caches.getCacheNames().forEach((name) -> enable(caches.getCache(name))));
			}
		}
		return bean;
	}

	@Override
	public void bind(Cache cache, MeterRegistry registry, Tags tags) {
		if (cache instanceof JCacheCache jcache) {
			this.guard.run(() -> enable(jcache.getNativeCache()));
		}
	}

	private static void enable(javax.cache.Cache<?, ?> cache) {
		if (!cache.getConfiguration(CompleteConfiguration.class).isStatisticsEnabled()) {
			cache.getCacheManager().enableStatistics(cache.getName(), true);
		}
	}

}
