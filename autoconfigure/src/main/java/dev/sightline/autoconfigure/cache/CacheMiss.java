package dev.sightline.autoconfigure.cache;

import io.micrometer.common.KeyValues;

import dev.sightline.autoconfigure.trail.Crumb;
import dev.sightline.autoconfigure.trail.Trails;

/**
 * What is told of each miss of a cache: its name, and never a key.
 *
 * @param cache the name of the cache
 * @param trails where it is told
 */
record CacheMiss(String cache, Trails trails) implements Crumb, Runnable {

	@Override
	public void run() {
		this.trails.add(this);
	}

	@Override
	public String name() {
		return "cache.gets";
	}

	@Override
	public String message() {
		return "Miss in cache " + this.cache;
	}

	@Override
	public KeyValues keyValues() {
		return KeyValues.of("cache", this.cache, "result", "miss");
	}

}
