package dev.sightline.autoconfigure.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.core.serializer.support.SerializationDelegate;

/**
 * Makes caches on a map in memory that count.
 */
class CountedMapCacheManager extends ConcurrentMapCacheManager {

	/**
	 * As large as Spring's.
	 */
	private static final int CAPACITY = 256;

	private static final String PROBE = CountedMapCacheManager.class.getName();

	private final SerializationDelegate serialization;

	/**
	 * The maps of the caches that the original had, until they are made here.
	 */
	private final Map<String, ConcurrentMap<Object, Object>> stores = new HashMap<>();

	private CountedMapCacheManager(ClassLoader classLoader) {
		this.serialization = new SerializationDelegate(classLoader);
		setBeanClassLoader(classLoader);
	}

	/**
	 * A manager with the settings and the caches of another.
	 */
	static CountedMapCacheManager of(ConcurrentMapCacheManager original, @Nullable ClassLoader classLoader) {
		CountedMapCacheManager manager = new CountedMapCacheManager(
				(classLoader != null) ? classLoader : CountedMapCacheManager.class.getClassLoader());
		manager.setAllowNullValues(original.isAllowNullValues());
		manager.setStoreByValue(original.isStoreByValue());
		List<String> names = new ArrayList<>(original.getCacheNames());
		for (String name : names) {
			if (original.getCache(name) instanceof ConcurrentMapCache cache) {
				manager.stores.put(name, cache.getNativeCache());
			}
		}
		manager.setCacheNames(names);
		manager.stores.clear();
		if (isDynamic(original)) {
			manager.setCacheNames(null);
		}
		return manager;
	}

	/**
	 * It does not tell, but it shows.
	 */
	private static boolean isDynamic(ConcurrentMapCacheManager original) {
		boolean dynamic = original.getCache(PROBE) != null;
		original.removeCache(PROBE);
		return dynamic;
	}

	@Override
	protected Cache createConcurrentMapCache(String name) {
		ConcurrentMap<Object, Object> store = this.stores.get(name);
		return new CountedMapCache(name, (store != null) ? store : new ConcurrentHashMap<>(CAPACITY),
				isAllowNullValues(), isStoreByValue() ? this.serialization : null);
	}

}
