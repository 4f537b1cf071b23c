package dev.sightline.autoconfigure.tracing.context;

import io.micrometer.context.ContextSnapshot;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the context of a request on other threads, on top of Spring
 * Boot's own.
 */
@AutoConfiguration(before = { TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
@ConditionalOnClass({ ContextSnapshot.class, MDC.class, ThreadPoolTaskExecutor.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
@ConditionalOnBooleanProperty("spring.task.execution.propagate-context")
public final class ContextAutoConfiguration {

	/**
	 * The first decorates last: its MDC is there before spans put their ids into it.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	TaskDecorator sightlineMdcTaskDecorator() {
		return new MdcTaskDecorator();
	}

	@Bean
	static ExecutorPostProcessor sightlineExecutorPostProcessor(ObjectProvider<TaskDecorator> decorators) {
		return new ExecutorPostProcessor(decorators);
	}

}
