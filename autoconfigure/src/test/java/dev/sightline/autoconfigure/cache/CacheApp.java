package dev.sightline.autoconfigure.cache;

import java.net.URI;
import java.util.List;
import java.util.Map;

import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.cache.support.CompositeCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * An application with a cache manager of each kind, all made by itself and none told to
 * keep statistics.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CacheApp {

	@Bean
	Clock clock() {
		return new MockClock();
	}

	@Bean
	@Primary
	CaffeineCacheManager cacheManager() {
		CaffeineCacheManager manager = new CaffeineCacheManager("books", "shelves");
		manager.setCaffeine(Caffeine.newBuilder().maximumSize(1).executor(Runnable::run));
		manager.registerCustomCache("custom", Caffeine.newBuilder().recordStats().build());
		return manager;
	}

	@Bean
	CaffeineCacheManager dynamicCacheManager() {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		manager.setAllowNullValues(false);
		return manager;
	}

	@Bean
	ConcurrentMapCacheManager simpleCacheManager() {
		ConcurrentMapCacheManager manager = new ConcurrentMapCacheManager();
		manager.getCache("books").put("warm", "up");
		return manager;
	}

	@Bean
	LettuceConnectionFactory redis(@Value("${redis.port}") int port) {
		return new LettuceConnectionFactory("127.0.0.1", port);
	}

	@Bean
	RedisCacheManager redisCacheManager(RedisConnectionFactory redis) {
		return RedisCacheManager.builder(RedisCacheWriter.create(redis, (writer) -> writer.immediateWrites()))
			.withInitialCacheConfigurations(
					Map.of("books", RedisCacheConfiguration.defaultCacheConfig().prefixCacheNameWith("mine:")))
			.transactionAware()
			.build();
	}

	@Bean
	JCacheCacheManager standardCacheManager() {
		CachingProvider provider = Caching.getCachingProvider();
		javax.cache.CacheManager caches = provider.getCacheManager(URI.create("cache-app"),
				getClass().getClassLoader());
		caches.createCache("books", new MutableConfiguration<>());
		caches.createCache("warm", new MutableConfiguration<>());
		return new JCacheCacheManager(caches);
	}

	/**
	 * Uses its cache before the application has started.
	 */
	@Bean
	CacheWarmer cacheWarmer(JCacheCacheManager standardCacheManager) {
		standardCacheManager.getCache("warm").put("one", "1");
		return new CacheWarmer();
	}

	/**
	 * With a second registry, all meters are those of a composite.
	 */
	@Bean
	SimpleMeterRegistry otherRegistry() {
		return new SimpleMeterRegistry();
	}

	@Bean
	CompositeCacheManager allCacheManager(List<CaffeineCacheManager> managers) {
		CompositeCacheManager all = new CompositeCacheManager(managers.toArray(CacheManager[]::new));
		all.setFallbackToNoOpCache(true);
		return all;
	}

	@Bean
	TransactionAwareCacheManagerProxy proxyCacheManager() {
		return new TransactionAwareCacheManagerProxy(new CaffeineCacheManager("inner"));
	}

	@Bean
	NoOpCacheManager noCacheManager() {
		return new NoOpCacheManager();
	}

	static class CacheWarmer {

	}

}
