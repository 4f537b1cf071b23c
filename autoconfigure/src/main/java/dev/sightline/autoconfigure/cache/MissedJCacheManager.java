package dev.sightline.autoconfigure.cache;

import org.springframework.cache.Cache;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.cache.jcache.JCacheCacheManager;

/**
 * Makes caches of JCache that tell of their misses.
 */
class MissedJCacheManager extends JCacheCacheManager {

	/**
	 * Create one with the settings and the caches of another.
	 */
	MissedJCacheManager(JCacheCacheManager original) {
		setCacheManager(original.getCacheManager());
		setAllowNullValues(original.isAllowNullValues());
		setTransactionAware(original.isTransactionAware());
		afterPropertiesSet();
	}

	@Override
	protected Cache decorateCache(Cache cache) {
		return super.decorateCache((cache instanceof JCacheCache jcache)
				? new MissedJCache(jcache.getNativeCache(), jcache.isAllowNullValues()) : cache);
	}

}
