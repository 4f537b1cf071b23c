package dev.sightline.autoconfigure.cache;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.Search;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.cache.Cache;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.util.ClassUtils;

/**
 * The caches that are measured, each once. Not for threads: the one that looks for caches
 * is alone.
 */
class CacheMeters {

	/**
	 * The tag that names the cache manager.
	 */
	static final String MANAGER = "cache.manager";

	/**
	 * An application that names its caches by user or by day has no end of them.
	 */
	private static final int LIMIT = 100;

	private static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.cache.transaction.TransactionAwareCacheDecorator", CacheMeters.class.getClassLoader());

	private static final Logger logger = LoggerFactory.getLogger(CacheMeters.class);

	private final MeterRegistry registry;

	private final CacheMetricsRegistrar registrar;

	private final HitRatios ratios;

	private final List<CacheExtra> extras;

	private final Map<Key, Measured> measured = new HashMap<>();

	private int owners;

	private boolean told;

	CacheMeters(MeterRegistry registry, CacheMetricsRegistrar registrar, HitRatios ratios, List<CacheExtra> extras) {
		this.registry = registry;
		this.registrar = registrar;
		this.ratios = ratios;
		this.extras = extras;
	}

	/**
	 * Measure a cache, unless it is measured.
	 * @param key where it was found
	 * @param manager the name of its manager
	 * @param decorated the cache
	 */
	void bind(Key key, String manager, Cache decorated) {
		Cache cache = unwrap(decorated);
		Measured known = this.measured.get(key);
		if (known != null) {
			if (known.cache().refersTo(cache)) {
				return;
			}
			forget(key);
		}
		if (this.owners >= LIMIT) {
			if (!this.told) {
				this.told = true;
				logger.warn("There are more than {} caches, and those beyond are not measured. This is told once.",
						LIMIT);
			}
			return;
		}
		Tags tags = Tags.of(MANAGER, manager, "name", cache.getName());
		Measured owner = this.measured.values()
			.stream()
			.filter((other) -> other.owner() && other.cache().refersTo(cache))
			.findFirst()
			.orElse(null);
		this.measured.put(key, new Measured(new WeakReference<>(cache), tags, owner == null));
		if (owner == null) {
			this.owners++;
			measure(cache, manager, tags);
		}
		else if (!owner.tags().equals(tags)) {
			// Spring Boot counts a cache once for each manager that has it.
			remove(tags);
		}
	}

	private void measure(Cache cache, String manager, Tags tags) {
		if (Search.in(this.registry).tags(tags).meter() == null) {
			this.registrar.bindCacheToRegistry(cache, Tag.of(MANAGER, manager));
		}
		Tags all = tags.and("cache", cache.getName());
		this.extras.forEach((extra) -> extra.bind(cache, this.registry, all));
		this.ratios.bind(cache, all);
	}

	/**
	 * Forget the caches of a manager that it has no more.
	 * @param bean the bean that is the manager
	 * @param names the names of those that it has
	 */
	void retain(String bean, Set<String> names) {
		this.measured.keySet()
			.stream()
			.filter((key) -> key.bean().equals(bean) && !names.contains(key.name()))
			.toList()
			.forEach(this::forget);
	}

	private void forget(Key key) {
		Measured known = this.measured.remove(key);
		if (known != null && known.owner()) {
			this.owners--;
			remove(known.tags());
		}
	}

	private void remove(Tags tags) {
		for (Meter meter : Search.in(this.registry).tags(tags).meters()) {
			this.registry.remove(meter);
		}
	}

	private static Cache unwrap(Cache cache) {
		return TRANSACTIONS ? Transactions.unwrap(cache) : cache;
	}

	/**
	 * Where a cache was found.
	 *
	 * @param bean the bean that is its manager
	 * @param name its name there
	 */
	record Key(String bean, String name) {

	}

	/**
	 * A cache that is measured here or, if it has another owner, there.
	 */
	private record Measured(WeakReference<Cache> cache, Tags tags, boolean owner) {

	}

	private static final class Transactions {

		private static Cache unwrap(Cache decorated) {
			Cache cache = decorated;
			while (cache instanceof TransactionAwareCacheDecorator decorator) {
				cache = decorator.getTargetCache();
			}
			return cache;
		}

	}

}
