package dev.sightline.autoconfigure.tracing.context;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Lets executors of Spring that were made by hand pass the context on, as those do that
 * Spring Boot makes. One with a decorator keeps it.
 */
class ExecutorPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorPostProcessor.class);

	private final ObjectProvider<TaskDecorator> decorators;

	ExecutorPostProcessor(ObjectProvider<TaskDecorator> decorators) {
		this.decorators = decorators;
	}

	/**
	 * The decorator has to be there before the executor makes its pool.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof ThreadPoolTaskExecutor executor) {
			decorate(executor, ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::setTaskDecorator);
		}
		else if (bean instanceof ThreadPoolTaskScheduler scheduler) {
			decorate(scheduler, ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::setTaskDecorator);
		}
		else if (bean instanceof SimpleAsyncTaskExecutor executor) {
			decorate(executor, SimpleAsyncTaskExecutor.class, SimpleAsyncTaskExecutor::setTaskDecorator);
		}
		return bean;
	}

	private <T> void decorate(T executor, Class<T> type, BiConsumer<T, TaskDecorator> setter) {
		try {
			if (decorator(executor, type) == null) {
				List<TaskDecorator> all = this.decorators.orderedStream().toList();
				if (!all.isEmpty()) {
					setter.accept(executor, (all.size() == 1) ? all.get(0) : new CompositeTaskDecorator(all));
				}
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The executor {} does not pass the context of a request on", executor, ex);
		}
	}

	/**
	 * There is no method that tells, and a decorator of the user must not be lost.
	 */
	private static @Nullable Object decorator(Object executor, Class<?> type) {
		Field field = ReflectionUtils.findField(type, "taskDecorator");
		if (field == null) {
			throw new IllegalStateException("It is not known whether it has a decorator");
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, executor);
	}

}
