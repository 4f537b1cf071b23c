package dev.sightline.autoconfigure.cache;

import java.util.Collection;
import java.util.List;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.CaffeineSpec;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Redis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cache manager that Spring Boot makes, and the ways to say no to statistics.
 */
class BootCacheTests {

	private static final String HIT_OF_BOOKS = "cache_gets_total{cache=\"books\",cache_manager=\"cacheManager\",name=\"books\",result=\"hit\"} ";

	private static void use(TestApp app) {
		Cache books = app.context().getBean(CacheManager.class).getCache("books");
		books.put("one", "1");
		books.get("one");
		books.get("two");
	}

	private static List<String> scrape(TestApp app, String name) {
		// A registry that no endpoint asks: the first reading finds the cache.
		PrometheusMeterRegistry registry = app.context().getBean(PrometheusMeterRegistry.class);
		registry.scrape();
		return registry.scrape().lines().filter((line) -> line.startsWith(name)).toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			caffeine | spring.cache.caffeine.spec=maximumSize=500,expireAfterWrite=10m
			caffeine | spring.cache.cache-names=books
			caffeine | spring.main.lazy-initialization=true
			simple   | spring.cache.cache-names=books
			simple   | spring.main.lazy-initialization=true
			jcache   | spring.cache.cache-names=books
			""")
	void shouldKeepStatistics(String type, String property) {
		try (TestApp app = TestApp.plain(BootCacheApp.class, "spring.cache.type=" + type, property)) {
			if (property.contains("lazy")) {
				// Who asks for metrics makes them.
				app.context().getBean(CacheManagers.class).scan();
			}
			use(app);
			assertThat(scrape(app, HIT_OF_BOOKS)).containsExactly(HIT_OF_BOOKS + "1.0");
			assertThat(scrape(app, "cache_hit_ratio{cache=\"books\"")).singleElement().asString().endsWith("} 0.5");
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, 1.0", "false, 0.0" })
	void shouldKeepStatisticsOfRedisUnlessTheUserSaysNo(boolean unset, String hits) {
		try (Redis redis = new Redis();
				TestApp app = TestApp.plain(BootRedisCacheApp.class, "spring.cache.type=redis",
						"redis.port=" + redis.port(),
						unset ? "none=none" : "spring.cache.redis.enable-statistics=false")) {
			use(app);
			assertThat(scrape(app, HIT_OF_BOOKS)).containsExactly(HIT_OF_BOOKS + hits);
		}
	}

	@Test
	void shouldKeepStatisticsOfTheUsersBuilder() {
		try (TestApp app = TestApp.plain(BuilderApp.class, "spring.cache.type=caffeine",
				"spring.cache.cache-names=books")) {
			use(app);
			assertThat(scrape(app, HIT_OF_BOOKS)).containsExactly(HIT_OF_BOOKS + "1.0");
			CaffeineCache books = (CaffeineCache) app.context().getBean(CaffeineCacheManager.class).getCache("books");
			assertThat(books.getNativeCache().policy().eviction().orElseThrow().getMaximum()).isEqualTo(7);
		}
		try (TestApp app = TestApp.plain(SpecApp.class, "spring.cache.type=caffeine")) {
			use(app);
			assertThat(scrape(app, HIT_OF_BOOKS)).containsExactly(HIT_OF_BOOKS + "1.0");
		}
	}

	@Test
	void shouldLeaveTheUsersCounterAndItsEntriesAlone() {
		try (TestApp app = TestApp.plain(UserApp.class)) {
			use(app);
			assertThat(scrape(app, HIT_OF_BOOKS)).containsExactly(HIT_OF_BOOKS + "0.0");
			Cache warm = app.context().getBean("warmCacheManager", CacheManager.class).getCache("warm");
			assertThat(warm.get("one", String.class)).isEqualTo("1");
			// A bean of her own type stays what it is, and a provider of hers is asked.
			assertThat(app.context().getBean(MyCacheManager.class).getClass()).isEqualTo(MyCacheManager.class);
			assertThat(scrape(app, "mine_total")).containsExactly("mine_total{cache_manager=\"my\",name=\"own\"} 1.0");
			assertThat(app.context().getBean(ConcurrentMapCache.class)).isInstanceOf(CountedMapCache.class);
			// A manager that fails costs the others nothing.
			app.context().getBean(MyCacheManager.class).broken = true;
			app.context().getBean("cacheManager", CacheManager.class).getCache("new").get("one");
			app.context().getBean(CacheManagers.class).scan();
			assertThat(scrape(app, "cache_size{cache=\"new\"")).hasSize(1);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			sightline.cache.enabled=false           | false
			sightline.enabled=false                 | true
			management.metrics.enable.cache=false   | false
			""")
	void shouldLeaveStatisticsAsTheyAre(String property, boolean size) {
		try (TestApp app = TestApp.plain(BootCacheApp.class, "spring.cache.type=caffeine",
				"spring.cache.cache-names=books", "management.otlp.metrics.export.enabled=false", property)) {
			use(app);
			CaffeineCache books = (CaffeineCache) app.context().getBean(CacheManager.class).getCache("books");
			assertThat(books.getNativeCache().policy().isRecordingStats()).isFalse();
			assertThat(scrape(app, "cache_")).hasSize(size ? 1 : 0);
			assertThat(app.property("spring.cache.redis.enable-statistics"))
				.isEqualTo(property.startsWith("sightline") ? null : "true");
		}
	}

	@Test
	void shouldMeasureAHundredCachesAtMost() {
		try (TestApp app = TestApp.plain(BootCacheApp.class, "spring.cache.type=simple")) {
			CacheManager manager = app.context().getBean(CacheManager.class);
			for (int i = 0; i < 300; i++) {
				manager.getCache("cache" + i).get("one");
			}
			assertThat(scrape(app, "cache_size")).hasSize(100);
			assertThat(scrape(app, "cache_hit_ratio")).hasSize(100);
			assertThat(scrape(app, "cache_manager_caches"))
				.containsExactly("cache_manager_caches{cache_manager=\"cacheManager\"} 300.0");
			((ConcurrentMapCacheManager) manager).resetCaches();
			assertThat(scrape(app, "cache_size")).isEmpty();
			manager.getCache("books");
			assertThat(scrape(app, "cache_size")).hasSize(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class BootCacheApp {

	}

	@Import(BootCacheApp.class)
	static class BuilderApp {

		@Bean
		Caffeine<Object, Object> caffeine() {
			return Caffeine.newBuilder().maximumSize(7);
		}

	}

	@Import(BootCacheApp.class)
	static class SpecApp {

		@Bean
		CaffeineSpec caffeineSpec() {
			return CaffeineSpec.parse("maximumSize=7");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class BootRedisCacheApp {

		@Bean
		LettuceConnectionFactory redis(@Value("${redis.port}") int port) {
			return new LettuceConnectionFactory("127.0.0.1", port);
		}

		/**
		 * By default a value may be written after the call.
		 */
		@Bean
		RedisCacheManagerBuilderCustomizer immediateWrites(RedisConnectionFactory redis) {
			return (builder) -> builder
				.cacheWriter(RedisCacheWriter.create(redis, (writer) -> writer.immediateWrites()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class UserApp {

		@Bean
		MyCacheManager myCacheManager() {
			return new MyCacheManager();
		}

		@Bean
		@Primary
		CaffeineCacheManager cacheManager() {
			CaffeineCacheManager manager = new CaffeineCacheManager();
			manager.setCaffeine(Caffeine.newBuilder().recordStats(StatsCounter::disabledStatsCounter));
			manager.getCache("books");
			return manager;
		}

		@Bean
		CaffeineCacheManager warmCacheManager() {
			CaffeineCacheManager manager = new CaffeineCacheManager("warm");
			manager.getCache("warm").put("one", "1");
			return manager;
		}

		@Bean
		ConcurrentMapCache cache() {
			return new ConcurrentMapCache("bean");
		}

		@Bean
		CacheMeterBinderProvider<ConcurrentMapCache> provider() {
			return (cache, tags) -> (registry) -> registry.counter("mine", tags).increment();
		}

	}

	static class MyCacheManager extends ConcurrentMapCacheManager {

		private volatile boolean broken;

		MyCacheManager() {
			super("own");
		}

		@Override
		public Collection<String> getCacheNames() {
			if (this.broken) {
				throw new IllegalStateException("broken");
			}
			return super.getCacheNames();
		}

	}

}
