package dev.sightline.autoconfigure.cache;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.jcache.JCacheCache;

/**
 * A cache of JCache that tells of its misses. JCache itself tells nobody.
 */
class MissedJCache extends JCacheCache {

	private volatile @Nullable Runnable missed;

	MissedJCache(javax.cache.Cache<Object, Object> cache, boolean allowNullValues) {
		super(cache, allowNullValues);
	}

	/**
	 * Do something at each miss.
	 */
	void onMiss(Runnable missed) {
		this.missed = missed;
	}

	private void missed() {
		Runnable missed = this.missed;
		if (missed != null) {
			missed.run();
		}
	}

	@Override
	protected @Nullable Object lookup(Object key) {
		Object value = super.lookup(key);
		if (value == null) {
			missed();
		}
		return value;
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		return super.get(key, () -> {
			missed();
			return valueLoader.call();
		});
	}

}
