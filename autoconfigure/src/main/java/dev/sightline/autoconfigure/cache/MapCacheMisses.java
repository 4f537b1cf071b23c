package dev.sightline.autoconfigure.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.cache.Cache;

/**
 * Lets caches on a map in memory tell of their misses.
 */
class MapCacheMisses implements CacheExtra {

	private final CacheMisses misses;

	MapCacheMisses(CacheMisses misses) {
		this.misses = misses;
	}

	@Override
	public void bind(Cache cache, MeterRegistry registry, Tags tags) {
		if (cache instanceof CountedMapCache counted && this.misses.isWanted()) {
			counted.onMiss(this.misses.of(cache));
		}
	}

}
