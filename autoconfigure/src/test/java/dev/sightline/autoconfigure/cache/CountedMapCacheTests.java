package dev.sightline.autoconfigure.cache;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;

import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A cache that counts does what Spring's does, with the settings of the manager that it
 * stands for.
 */
class CountedMapCacheTests {

	private static CountedMapCacheManager counted(ConcurrentMapCacheManager original) {
		return CountedMapCacheManager.of(original, null);
	}

	@Test
	void shouldTakeSettingsAndContentOver() {
		ConcurrentMapCacheManager original = new ConcurrentMapCacheManager("one");
		original.setAllowNullValues(false);
		original.setStoreByValue(true);
		original.setBeanClassLoader(getClass().getClassLoader());
		Date date = new Date(0);
		original.getCache("one").put("key", date);
		CountedMapCacheManager manager = counted(original);
		assertThat(manager.getCacheNames()).containsExactly("one");
		assertThat(manager.getCache("two")).as("names are fixed").isNull();
		Cache cache = manager.getCache("one");
		assertThat(cache.get("key", Date.class)).isEqualTo(date).isNotSameAs(date);
		cache.put("new", date);
		assertThat(cache.get("new", Date.class)).isEqualTo(date).isNotSameAs(date);
		assertThat(original.getCache("one").get("new", Date.class)).as("the map is shared").isEqualTo(date);
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put("null", null));
		assertThat(((CountedMapCache) cache).puts()).isEqualTo(1);
	}

	@Test
	void shouldStayDynamic() {
		ConcurrentMapCacheManager original = new ConcurrentMapCacheManager();
		original.getCache("one");
		CountedMapCacheManager manager = counted(original);
		assertThat(manager.getCacheNames()).containsExactly("one");
		assertThat(original.getCacheNames()).containsExactly("one");
		assertThat(manager.getCache("two")).isInstanceOf(CountedMapCache.class);
		manager.getCache("one").put("null", null);
		assertThat(manager.getCache("one").get("null")).isNotNull();
		assertThat(manager.getCache("one").get("null", () -> "never")).isNull();
	}

	@Test
	void shouldLoadOnceAndCountIt() {
		CountedMapCache cache = (CountedMapCache) counted(new ConcurrentMapCacheManager("one")).getCache("one");
		assertThat(cache.get("a", () -> 1)).isEqualTo(1);
		assertThat(cache.get("a", () -> 2)).isEqualTo(1);
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("b", () -> {
			throw new Exception("no");
		})).satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("b"));
		assertThat(counts(cache)).containsExactly(1L, 2L, 1L, 0L, 1L, 1L);
	}

	@Test
	void shouldCountWhatIsLoadedLater() {
		CountedMapCache cache = (CountedMapCache) counted(new ConcurrentMapCacheManager("one")).getCache("one");
		assertThat(cache.retrieve("a")).isNull();
		assertThat(cache.retrieve("a", () -> CompletableFuture.completedFuture(1)).join()).isEqualTo(1);
		assertThat(cache.retrieve("a", () -> CompletableFuture.completedFuture(2)).join()).isEqualTo(1);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> cache.retrieve("b", () -> CompletableFuture.failedFuture(new Exception("no"))).join());
		await().untilAsserted(() -> assertThat(counts(cache)).containsExactly(1L, 3L, 1L, 0L, 1L, 1L));
	}

	@Test
	void shouldCountWhatIsRemoved() {
		CountedMapCache cache = (CountedMapCache) counted(new ConcurrentMapCacheManager("one")).getCache("one");
		ConcurrentMap<Object, Object> map = cache.getNativeCache();
		map.putAll(Map.of("a", 1, "b", 2, "c", 3, "d", 4));
		cache.evict("a");
		cache.evict("a");
		assertThat(cache.evictIfPresent("b")).isTrue();
		assertThat(cache.evictIfPresent("b")).isFalse();
		assertThat(cache.removals()).isEqualTo(2);
		assertThat(cache.invalidate()).isTrue();
		assertThat(cache.invalidate()).isFalse();
		map.put("e", 5);
		cache.clear();
		assertThat(cache.removals()).isEqualTo(5);
	}

	private static List<Long> counts(CountedMapCache cache) {
		return List.of(cache.hits(), cache.misses(), cache.puts(), cache.removals(), cache.loads(),
				cache.failedLoads());
	}

}
