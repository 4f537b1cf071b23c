package dev.sightline.autoconfigure.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.CompositeCacheManager;
import org.springframework.cache.support.NoOpCache;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Looks through the cache managers for caches that are not measured yet, when the
 * application has started and each time that metrics are read. So the way to a cache is
 * as short as it was.
 */
class CacheManagers implements SmartInitializingSingleton {

	private static final String SUFFIX = "cacheManager";

	private static final String TRANSACTION_AWARE = "org.springframework.cache.transaction.TransactionAwareCacheManagerProxy";

	private final ConfigurableListableBeanFactory beanFactory;

	private final MeterRegistry registry;

	private final CacheMeters meters;

	private final ReentrantLock lock = new ReentrantLock();

	private final Guard guard = new Guard(LoggerFactory.getLogger(CacheManagers.class),
			"The caches of a cache manager were not measured. This is told once.");

	private @Nullable Map<String, CacheManager> managers;

	CacheManagers(ConfigurableListableBeanFactory beanFactory, MeterRegistry registry, CacheMeters meters) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.meters = meters;
	}

	@Override
	public void afterSingletonsInstantiated() {
		scan();
	}

	/**
	 * Not before somebody asks, for an application that makes its beans late.
	 */
	private Map<String, CacheManager> managers() {
		Map<String, CacheManager> managers = this.managers;
		if (managers == null) {
			managers = ownersFirst(
					SimpleAutowireCandidateResolver.resolveAutowireCandidates(this.beanFactory, CacheManager.class));
			this.managers = managers;
			managers.forEach((beanName, manager) -> count(name(beanName), manager));
		}
		return managers;
	}

	/**
	 * This gauge also looks for new caches, for registries that no endpoint asks.
	 */
	private void count(String name, CacheManager manager) {
		Gauge.builder("cache.manager.caches", manager, (caches) -> {
			scan();
			return caches.getCacheNames().size();
		})
			.description("The number of caches of a cache manager")
			.tag(CacheMeters.MANAGER, name)
			.register(this.registry);
	}

	/**
	 * A cache counts once, for the manager that made it and not for those around that.
	 */
	private static Map<String, CacheManager> ownersFirst(Map<String, CacheManager> managers) {
		Map<String, CacheManager> owners = new LinkedHashMap<>(managers);
		owners.values().removeIf(CacheManagers::isAround);
		Map<String, CacheManager> all = new LinkedHashMap<>(owners);
		managers.forEach(all::putIfAbsent);
		return all;
	}

	private static boolean isAround(CacheManager manager) {
		return manager instanceof CompositeCacheManager
				|| ClassUtils.getUserClass(manager).getName().equals(TRANSACTION_AWARE);
	}

	/**
	 * Measure what is new and forget what is gone. Nobody waits for it: who comes while
	 * another looks goes on.
	 */
	void scan() {
		if (!this.lock.tryLock()) {
			return;
		}
		try {
			this.guard.run(() -> managers()
				.forEach((beanName, manager) -> this.guard.run(() -> scan(beanName, name(beanName), manager))));
		}
		finally {
			this.lock.unlock();
		}
	}

	private void scan(String beanName, String managerName, CacheManager manager) {
		List<String> cacheNames = new ArrayList<>(manager.getCacheNames());
		for (String cacheName : cacheNames) {
			Cache cache = manager.getCache(cacheName);
			if (cache != null && !(cache instanceof NoOpCache)) {
				this.meters.bind(new CacheMeters.Key(beanName, cacheName), managerName, cache);
			}
		}
		this.meters.retain(beanName, Set.copyOf(cacheNames));
	}

	/**
	 * The name of a cache manager, as Spring Boot has it.
	 */
	private static String name(String beanName) {
		return (beanName.length() > SUFFIX.length() && StringUtils.endsWithIgnoreCase(beanName, SUFFIX))
				? beanName.substring(0, beanName.length() - SUFFIX.length()) : beanName;
	}

}
