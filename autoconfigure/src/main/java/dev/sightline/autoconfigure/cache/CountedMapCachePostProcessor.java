package dev.sightline.autoconfigure.cache;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Puts caches that count in the place of those on a map in memory, which do not. They are
 * of the same type and share the map. Subclasses stay as they are.
 */
class CountedMapCachePostProcessor implements BeanPostProcessor, PriorityOrdered, BeanClassLoaderAware {

	private final Guard guard = new Guard(LoggerFactory.getLogger(CountedMapCachePostProcessor.class),
			"A cache on a map in memory is not measured. This is told once.");

	private @Nullable ClassLoader classLoader;

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Before all others, which may put a proxy around it.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean.getClass() == ConcurrentMapCacheManager.class) {
				return CountedMapCacheManager.of((ConcurrentMapCacheManager) bean, this.classLoader);
			}
			if (bean.getClass() == ConcurrentMapCache.class && !((ConcurrentMapCache) bean).isStoreByValue()) {
				ConcurrentMapCache cache = (ConcurrentMapCache) bean;
				return new CountedMapCache(cache.getName(), cache.getNativeCache(), cache.isAllowNullValues(), null);
			}
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
		return bean;
	}

}
