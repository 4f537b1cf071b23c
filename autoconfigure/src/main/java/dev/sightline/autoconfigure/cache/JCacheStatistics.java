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
 * Switches the statistics of JCache caches on, and lets them tell of their misses if
 * anybody keeps them. Subclasses of the manager keep theirs to themselves.
 */
class JCacheStatistics implements BeanPostProcessor, PriorityOrdered, CacheExtra {

	private final CacheMisses misses;

	private final Guard guard = new Guard(LoggerFactory.getLogger(JCacheStatistics.class),
			"The statistics of a JCache cache could not be switched on. This is told once.");

	private final Guard missGuard = new Guard(LoggerFactory.getLogger(JCacheStatistics.class),
			"The misses of a JCache cache are not told. This is told once.");

	JCacheStatistics(CacheMisses misses) {
		this.misses = misses;
	}

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
			if (bean.getClass() == JCacheCacheManager.class && this.misses.isWanted()) {
				return missed(manager);
			}
		}
		return bean;
	}

	private JCacheCacheManager missed(JCacheCacheManager manager) {
		try {
			return new MissedJCacheManager(manager);
		}
		catch (RuntimeException ex) {
			this.missGuard.tell(ex);
			return manager;
		}
	}

	@Override
	public void bind(Cache cache, MeterRegistry registry, Tags tags) {
		if (cache instanceof JCacheCache jcache) {
			this.guard.run(() -> enable(jcache.getNativeCache()));
		}
		if (cache instanceof MissedJCache missed) {
			missed.onMiss(this.misses.of(cache));
		}
	}

	private static void enable(javax.cache.Cache<?, ?> cache) {
		if (!cache.getConfiguration(CompleteConfiguration.class).isStatisticsEnabled()) {
			cache.getCacheManager().enableStatistics(cache.getName(), true);
		}
	}

}
