package dev.sightline.autoconfigure.health.starvation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The pools among the beans of the application.
 */
final class ExecutorBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final @Nullable Set<String> names;

	private final Map<ThreadPoolExecutor, PoolWorkers> workers = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param beanFactory has the beans
	 * @param names names of beans, {@code null} for all executors that there are
	 * @throws InvalidConfigurationPropertyValueException if one of them is no executor
	 */
	ExecutorBeans(ConfigurableListableBeanFactory beanFactory, @Nullable Set<String> names) {
		this.beanFactory = beanFactory;
		this.names = names;
		if (names != null) {
			names.forEach(this::check);
		}
	}

	private void check(String name) {
		if (!this.beanFactory.containsBean(name) || !this.beanFactory.isTypeMatch(name, Executor.class)) {
			throw new InvalidConfigurationPropertyValueException(StarvationProperties.EXECUTORS, name,
					"It has to be the name of a bean that is an executor. There are " + List.of(executors()) + ".");
		}
	}

	/**
	 * The names of the beans that have a pool by now. None is created for that.
	 */
	Stream<String> names() {
		Stream<String> names = (this.names != null) ? this.names.stream() : Stream.of(executors());
		return names.filter((name) -> of(name) != null);
	}

	private String[] executors() {
		return this.beanFactory.getBeanNamesForType(Executor.class, true, false);
	}

	/**
	 * The threads of a bean.
	 * @return the threads, {@code null} if the bean has no pool
	 */
	@Nullable Workers of(String name) {
		ThreadPoolExecutor pool = this.beanFactory.containsSingleton(name) ? pool(this.beanFactory.getSingleton(name))
				: null;
		return (pool != null) ? this.workers.computeIfAbsent(pool, PoolWorkers::of) : null;
	}

	private static @Nullable ThreadPoolExecutor pool(@Nullable Object bean) {
		try {
			if (bean instanceof ThreadPoolTaskExecutor executor) {
				return executor.getThreadPoolExecutor();
			}
			if (bean instanceof ThreadPoolTaskScheduler scheduler) {
				return scheduler.getScheduledThreadPoolExecutor();
			}
			return (bean instanceof ThreadPoolExecutor executor) ? executor : null;
		}
		catch (IllegalStateException ex) {
			// It is not initialized yet.
			return null;
		}
	}

}
