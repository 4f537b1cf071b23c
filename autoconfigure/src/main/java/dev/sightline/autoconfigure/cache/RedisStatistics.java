package dev.sightline.autoconfigure.cache;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;

import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.cache.ResetStrategy;
import org.springframework.util.ReflectionUtils;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Gives a cache manager of Redis that the user made without statistics a twin with them.
 * What is in the caches is in Redis, so that both have it. Subclasses stay as they are.
 */
class RedisStatistics implements BeanPostProcessor, PriorityOrdered {

	private final Guard guard = new Guard(LoggerFactory.getLogger(RedisStatistics.class),
			"A Redis cache manager keeps no statistics unless its builder has enableStatistics. This is told once.");

	/**
	 * Before all others, which may put a proxy around the manager.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() == RedisCacheManager.class) {
			try {
				return withStatistics((RedisCacheManager) bean);
			}
			catch (RuntimeException ex) {
				this.guard.tell(ex);
			}
		}
		return bean;
	}

	@SuppressWarnings("unchecked")
	private static RedisCacheManager withStatistics(RedisCacheManager manager) {
		RedisCacheWriter writer = (RedisCacheWriter) ask(manager, "getCacheWriter");
		if (writer.getCacheStatistics("")
			.getClass() != CacheStatisticsCollector.none().getCacheStatistics("").getClass()) {
			return manager;
		}
		RedisCacheManagerBuilder builder = RedisCacheManager.builder(writer)
			.cacheDefaults((RedisCacheConfiguration) ask(manager, "getDefaultCacheConfiguration"))
			.withInitialCacheConfigurations(
					(Map<String, RedisCacheConfiguration>) ask(manager, "getInitialCacheConfiguration"))
			.allowCreateOnMissingCache(manager.isAllowRuntimeCacheCreation())
			.withResetCachesStrategy(resetStrategy(manager))
			.enableStatistics();
		if (manager.isTransactionAware()) {
			builder.transactionAware();
		}
		RedisCacheManager twin = builder.build();
		twin.afterPropertiesSet();
		return twin;
	}

	private static Object ask(RedisCacheManager manager, String getter) {
		Method method = ReflectionUtils.findMethod(RedisCacheManager.class, getter);
		Objects.requireNonNull(method, getter);
		ReflectionUtils.makeAccessible(method);
		return Objects.requireNonNull(ReflectionUtils.invokeMethod(method, manager));
	}

	/**
	 * The only one of its settings that it does not tell its subclasses.
	 */
	private static ResetStrategy resetStrategy(RedisCacheManager manager) {
		Field field = ReflectionUtils.findField(RedisCacheManager.class, "resetStrategy");
		Objects.requireNonNull(field, "RedisCacheManager has no resetStrategy");
		ReflectionUtils.makeAccessible(field);
		return (ResetStrategy) Objects.requireNonNull(ReflectionUtils.getField(field, manager));
	}

}
