package dev.sightline.autoconfigure.cache;

import java.util.List;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.cache.Cache;

/**
 * Binds the hit ratio of a cache, from the statistics that its other meters read.
 */
class HitRatios {

	private static final String GETS = "cache.gets";

	private final MeterRegistry registry;

	private final List<CacheMeterBinderProvider<?>> providers;

	HitRatios(MeterRegistry registry, List<CacheMeterBinderProvider<?>> providers) {
		this.registry = registry;
		this.providers = providers;
	}

	/**
	 * Bind the ratio of a cache that counts hits and misses.
	 */
	void bind(Cache cache, Tags tags) {
		if (Search.in(this.registry).name(GETS).tags(tags).meter() == null) {
			return;
		}
		// A registry that pushes may count by step, and one that is made of others does
		// not say which of them it asks. This one counts from the start, and is left to
		// the garbage collector.
		MeterRegistry totals = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.registry.config().clock());
		new CacheMetricsRegistrar(totals, this.providers).bindCacheToRegistry(cache);
		FunctionCounter hits = totals.find(GETS).tag("result", "hit").functionCounter();
		FunctionCounter misses = totals.find(GETS).tag("result", "miss").functionCounter();
		if (hits != null && misses != null) {
			HitRatio ratio = new HitRatio(hits::count, misses::count, this.registry.config().clock());
			Gauge.builder("cache.hit.ratio", ratio::value)
				.description("The share of the gets of the last five minutes that were hits")
				.tags(tags)
				.strongReference(true)
				.register(this.registry);
		}
	}

}
