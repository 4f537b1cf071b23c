package dev.sightline.autoconfigure.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.cache.configuration.MutableConfiguration;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.cache.support.CompositeCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What caches of all kinds tell, on real libraries and a real Redis, when the application
 * said nothing of statistics.
 */
class CacheTests {

	private static Redis redis;

	private static TestApp app;

	@BeforeAll
	static void start() {
		redis = new Redis();
		app = TestApp.servlet(CacheApp.class, "redis.port=" + redis.port());
	}

	@AfterAll
	static void stop() {
		app.close();
		redis.close();
	}

	private static <M extends CacheManager> M manager(String name, Class<M> type) {
		return app.context().getBean(name, type);
	}

	private static String value(String metric, String manager, String cache) {
		return value(metric, manager, cache, "");
	}

	private static String value(String metric, String manager, String cache, String result) {
		String series = metric + "{cache=\"" + cache + "\",cache_manager=\"" + manager + "\",name=\"" + cache + "\""
				+ (result.isEmpty() ? "" : ",result=\"" + result + "\"") + "} ";
		List<String> lines = app.scrape(series);
		return lines.isEmpty() ? "absent" : lines.get(0).substring(series.length());
	}

	/**
	 * Two puts, three hits and one miss.
	 */
	private static void use(Cache cache) {
		cache.put("one", "1");
		cache.put("one", "I");
		cache.get("one");
		cache.get("one", String.class);
		assertThat(cache.get("one", () -> "never")).isEqualTo("I");
		assertThat(cache.get("two")).isNull();
	}

	@Test
	void shouldCountCaffeine() {
		CaffeineCacheManager manager = manager("cacheManager", CaffeineCacheManager.class);
		Cache books = manager.getCache("books");
		use(books);
		assertThat(books.get("two", () -> "2")).isEqualTo("2");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> books.get("three", () -> {
			throw new IllegalStateException();
		}));
		((CaffeineCache) books).getNativeCache().cleanUp();
		assertThat(value("cache_gets_total", "cacheManager", "books", "hit")).isEqualTo("3.0");
		assertThat(value("cache_gets_total", "cacheManager", "books", "miss")).isEqualTo("3.0");
		assertThat(value("cache_evictions_total", "cacheManager", "books")).isEqualTo("1.0");
		assertThat(value("cache_size", "cacheManager", "books")).isEqualTo("1.0");
		assertThat(value("cache_load_total", "cacheManager", "books", "success")).isEqualTo("1.0");
		assertThat(value("cache_load_total", "cacheManager", "books", "failure")).isEqualTo("1.0");
		assertThat(Double.parseDouble(value("cache_load_duration_seconds", "cacheManager", "books"))).isPositive();
		assertThat(value("cache_hit_ratio", "cacheManager", "books")).isEqualTo("0.5");
		assertThat(value("cache_hit_ratio", "cacheManager", "custom")).isEqualTo("NaN");
		// Her settings.
		assertThat(manager.getCache("another")).isNull();
	}

	@Test
	void shouldCountMapsInMemory() {
		ConcurrentMapCacheManager manager = manager("simpleCacheManager", ConcurrentMapCacheManager.class);
		Cache books = manager.getCache("books");
		assertThat(((Map<?, ?>) books.getNativeCache()).get("warm")).isEqualTo("up");
		use(books);
		assertThat(books.get("two", () -> "2")).isEqualTo("2");
		assertThat(books.putIfAbsent("two", "II").get()).isEqualTo("2");
		assertThat(books.putIfAbsent("three", "III")).isNull();
		assertThat(books.retrieve("three").join()).isNotNull();
		books.evict("nobody");
		books.evict("warm");
		assertThat(books.evictIfPresent("three")).isTrue();
		assertThat(value("cache_gets_total", "simple", "books", "hit")).isEqualTo("4.0");
		assertThat(value("cache_gets_total", "simple", "books", "miss")).isEqualTo("2.0");
		assertThat(value("cache_puts_total", "simple", "books")).isEqualTo("4.0");
		assertThat(value("cache_removals_total", "simple", "books")).isEqualTo("2.0");
		assertThat(value("cache_size", "simple", "books")).isEqualTo("2.0");
		assertThat(value("cache_load_total", "simple", "books", "success")).isEqualTo("1.0");
		assertThat(value("cache_evictions_total", "simple", "books")).isEqualTo("absent");
		books.clear();
		assertThat(value("cache_removals_total", "simple", "books")).isEqualTo("4.0");
	}

	@Test
	void shouldCountRedis() {
		RedisCacheManager manager = manager("redisCacheManager", RedisCacheManager.class);
		Cache books = manager.getCache("books");
		use(books);
		books.evict("one");
		assertThat(value("cache_gets_total", "redis", "books", "hit")).isEqualTo("3.0");
		assertThat(value("cache_gets_total", "redis", "books", "miss")).isEqualTo("1.0");
		assertThat(value("cache_puts_total", "redis", "books")).isEqualTo("2.0");
		assertThat(value("cache_removals_total", "redis", "books")).isEqualTo("1.0");
		assertThat(value("cache_hit_ratio", "redis", "books")).isEqualTo("0.75");
		// Her settings.
		assertThat(manager.isTransactionAware()).isTrue();
		books.put("three", "3");
		try (RedisConnection connection = app.context().getBean(RedisConnectionFactory.class).getConnection()) {
			assertThat(connection.keyCommands().exists("mine:books::three".getBytes())).isTrue();
		}
		Cache later = manager.getCache("later");
		assertThat(later.get("one")).isNull();
		assertThat(value("cache_gets_total", "redis", "later", "miss")).isEqualTo("1.0");
	}

	@Test
	void shouldCountJCache() {
		JCacheCacheManager manager = manager("standardCacheManager", JCacheCacheManager.class);
		Cache books = manager.getCache("books");
		use(books);
		books.evict("one");
		assertThat(value("cache_gets_total", "standard", "books", "hit")).isEqualTo("3.0");
		assertThat(value("cache_gets_total", "standard", "books", "miss")).isEqualTo("1.0");
		assertThat(value("cache_puts_total", "standard", "books")).isEqualTo("2.0");
		assertThat(value("cache_hit_ratio", "standard", "books")).isEqualTo("0.75");
		assertThat(value("cache_puts_total", "standard", "warm")).isEqualTo("1.0");
		manager.getCacheManager().createCache("later", new MutableConfiguration<>());
		Cache later = manager.getCache("later");
		app.scrape();
		assertThat(later.get("one")).isNull();
		assertThat(value("cache_gets_total", "standard", "later", "miss")).isEqualTo("1.0");
	}

	@Test
	void shouldMeasureCachesThatAreMadeAndRemovedLater() {
		CaffeineCacheManager manager = manager("dynamicCacheManager", CaffeineCacheManager.class);
		assertThat(manager.isAllowNullValues()).isFalse();
		use(manager.getCache("new"));
		assertThat(value("cache_gets_total", "dynamic", "new", "hit")).isEqualTo("3.0");
		assertThat(value("cache_hit_ratio", "dynamic", "new")).isEqualTo("0.75");
		assertThat(app.scrape("cache_manager_caches{cache_manager=\"dynamic\"}")).hasSize(1);
		manager.removeCache("new");
		assertThat(app.scrape("cache_").stream().filter((line) -> line.contains("cache=\"new\""))).isEmpty();
		assertThat(app.context().getBean(SimpleMeterRegistry.class).find("cache.gets").tag("cache", "new").meters())
			.isEmpty();
		manager.getCache("new").get("one");
		assertThat(value("cache_gets_total", "dynamic", "new", "hit")).isEqualTo("0.0");
		assertThat(value("cache_gets_total", "dynamic", "new", "miss")).isEqualTo("1.0");
		assertThat(value("cache_hit_ratio", "dynamic", "new")).isEqualTo("0.0");
	}

	@Test
	void shouldMeasureACacheOnce() {
		CompositeCacheManager all = manager("allCacheManager", CompositeCacheManager.class);
		all.getCache("shelves").get("one");
		all.getCache("via-composite").get("one");
		manager("noCacheManager", CacheManager.class).getCache("nothing").get("one");
		assertThat(value("cache_gets_total", "cacheManager", "shelves", "miss")).isEqualTo("1.0");
		assertThat(value("cache_gets_total", "dynamic", "via-composite", "miss")).isEqualTo("1.0");
		assertThat(app.scrape("cache_gets_total")
			.stream()
			.filter((line) -> line.contains("cache_manager=\"all\"") || line.contains("nothing"))).isEmpty();
		assertThat(value("cache_size", "proxy", "inner")).isEqualTo("0.0");
	}

	@Test
	void shouldTellTheRatioOfTheLastMinutes() {
		Cache ratio = manager("dynamicCacheManager", CacheManager.class).getCache("ratio");
		assertThat(value("cache_hit_ratio", "dynamic", "ratio")).isEqualTo("NaN");
		use(ratio);
		assertThat(value("cache_hit_ratio", "dynamic", "ratio")).isEqualTo("0.75");
		MockClock clock = app.context().getBean(MockClock.class);
		for (int i = 0; i < 22; i++) {
			clock.add(Duration.ofSeconds(15));
			app.scrape();
		}
		assertThat(value("cache_hit_ratio", "dynamic", "ratio")).isEqualTo("NaN");
		ratio.get("absent");
		assertThat(value("cache_hit_ratio", "dynamic", "ratio")).isEqualTo("0.0");
		assertThat(value("cache_gets_total", "dynamic", "ratio", "hit")).isEqualTo("3.0");
	}

	@Test
	void shouldNotHurtAFailingLoad() {
		Cache books = manager("simpleCacheManager", CacheManager.class).getCache("failing");
		AtomicInteger calls = new AtomicInteger();
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> books.get("one", () -> {
			calls.incrementAndGet();
			throw new IllegalStateException("no");
		})).withCauseInstanceOf(IllegalStateException.class);
		assertThat(calls).hasValue(1);
		assertThat(value("cache_load_total", "simple", "failing", "failure")).isEqualTo("1.0");
		assertThat(value("cache_gets_total", "simple", "failing", "miss")).isEqualTo("1.0");
	}

}
