package dev.sightline.autoconfigure.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.Cache;

import dev.sightline.autoconfigure.trail.Trails;

/**
 * Lets caches on a map in memory tell of their misses.
 */
class MapCacheMisses implements CacheExtra {

	private final BeanFactory beans;

	MapCacheMisses(BeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void bind(Cache cache, MeterRegistry registry, Tags tags) {
		Trails trails = Trails.of(this.beans);
		if (cache instanceof CountedMapCache counted && trails != Trails.NONE) {
			counted.onMiss(new CacheMiss(cache.getName(), trails));
		}
	}

}
