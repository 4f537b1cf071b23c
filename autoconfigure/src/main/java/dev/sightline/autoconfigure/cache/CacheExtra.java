package dev.sightline.autoconfigure.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.cache.Cache;

/**
 * What the caches of one library need besides the meters of Spring Boot.
 */
@FunctionalInterface
interface CacheExtra {

	/**
	 * Do it for a cache that is measured from now on.
	 * @param cache the cache, possibly of another library
	 * @param registry where its meters are
	 * @param tags their tags
	 */
	void bind(Cache cache, MeterRegistry registry, Tags tags);

}
