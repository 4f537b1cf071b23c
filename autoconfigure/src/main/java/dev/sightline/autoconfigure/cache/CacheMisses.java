package dev.sightline.autoconfigure.cache;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.cache.Cache;

import dev.sightline.autoconfigure.trail.Trails;

/**
 * What caches ask that can tell of their misses.
 *
 * @param beans where to look for whoever keeps them
 */
record CacheMisses(ListableBeanFactory beans) {

	/**
	 * Whether anybody keeps misses. Nothing is made to know it: it would be too early.
	 */
	boolean isWanted() {
		return this.beans.getBeanNamesForType(Trails.class, true, false).length > 0;
	}

	/**
	 * What to do at each miss of a cache.
	 */
	Runnable of(Cache cache) {
		return new CacheMiss(cache.getName(), Trails.of(this.beans));
	}

}
