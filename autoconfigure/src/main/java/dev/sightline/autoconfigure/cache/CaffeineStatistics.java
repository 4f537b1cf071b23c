package dev.sightline.autoconfigure.cache;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ReflectionUtils;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Lets cache managers of Caffeine record statistics, with all other settings as they are.
 */
class CaffeineStatistics implements BeanPostProcessor, PriorityOrdered, CacheExtra {

	private static final LoadMeters<Cache<?, ?>> LOADS = new LoadMeters<>((cache) -> cache.stats().loadSuccessCount(),
			(cache) -> cache.stats().loadFailureCount(), (cache) -> cache.stats().totalLoadTime());

	private final CacheMisses misses;

	private final ThreadLocal<@Nullable Runnable> missed = new ThreadLocal<>();

	private final Guard guard = new Guard(LoggerFactory.getLogger(CaffeineStatistics.class),
			"A Caffeine cache manager records no statistics unless its builder has recordStats. This is told once.");

	CaffeineStatistics(CacheMisses misses) {
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
		if (bean instanceof CaffeineCacheManager manager) {
			this.guard.run(() -> recordStats(manager));
		}
		return bean;
	}

	private void recordStats(CaffeineCacheManager manager) {
		// The builder has no getter, and a copy of it can not be made.
		Field field = ReflectionUtils.findField(CaffeineCacheManager.class, "cacheBuilder");
		Objects.requireNonNull(field, "CaffeineCacheManager has no cacheBuilder");
		ReflectionUtils.makeAccessible(field);
		Caffeine<?, ?> builder = (Caffeine<?, ?>) Objects.requireNonNull(ReflectionUtils.getField(field, manager));
		try {
			if (this.misses.isWanted()) {
				builder.recordStats(() -> new CaffeineMissCounter(this.missed));
			}
			else {
				builder.recordStats();
			}
		}
		catch (IllegalStateException ex) {
			// It does, or has a counter of the user, which stays.
		}
		rebuild(manager);
	}

	/**
	 * Make the caches anew that were made before, if nothing is in them.
	 */
	private static void rebuild(CaffeineCacheManager manager) {
		List<Cache<?, ?>> silent = new ArrayList<>();
		for (String name : manager.getCacheNames()) {
			if (manager.getCache(name) instanceof CaffeineCache cache
					&& !cache.getNativeCache().policy().isRecordingStats()) {
				silent.add(cache.getNativeCache());
			}
		}
		if (!silent.isEmpty() && silent.stream().allMatch((cache) -> cache.estimatedSize() == 0)) {
			// A change of this setting is the way to it that leaves names, mode and
			// custom caches as they are.
			boolean nulls = manager.isAllowNullValues();
			manager.setAllowNullValues(!nulls);
			manager.setAllowNullValues(nulls);
		}
	}

	/**
	 * Micrometer has the loads only of caches that load each missing key.
	 */
	@Override
	public void bind(org.springframework.cache.Cache cache, MeterRegistry registry, Tags tags) {
		if (cache instanceof CaffeineCache caffeine) {
			Cache<?, ?> nativeCache = caffeine.getNativeCache();
			if (this.misses.isWanted()) {
				tellMisses(this.misses.of(cache), nativeCache);
			}
			if (!(nativeCache instanceof LoadingCache) && nativeCache.policy().isRecordingStats()) {
				LOADS.bind(nativeCache, registry, tags);
			}
		}
	}

	private void tellMisses(Runnable miss, Cache<?, ?> cache) {
		this.missed.set(miss);
		try {
			cache.stats();
		}
		finally {
			this.missed.remove();
		}
	}

}
