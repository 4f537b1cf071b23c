package dev.sightline.autoconfigure.llm.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Notes the failures of tools that the model is told of in place of the caller: by
 * default Spring AI makes an answer of what a tool throws, and the observation of a tool
 * that failed looks like that of one that did not.
 */
class ToolFailures implements BeanPostProcessor {

	private final ObjectProvider<ObservationRegistry> registry;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ToolFailures.class),
			"The failure of a tool was not observed. This is told once.");

	ToolFailures(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof ToolExecutionExceptionProcessor)) {
			return bean;
		}
		try {
			return BeanProxies.of(bean, this::invoke);
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			return bean;
		}
	}

	private @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object answer = invocation.proceed();
		if (invocation.getArguments().length == 1
				&& invocation.getArguments()[0] instanceof ToolExecutionException failure) {
			this.guard.run(() -> note(failure));
		}
		return answer;
	}

	private void note(ToolExecutionException failure) {
		Observation observation = this.registry.getIfUnique(() -> ObservationRegistry.NOOP).getCurrentObservation();
		if (observation != null && observation.getContextView() instanceof ToolCallingObservationContext) {
			observation.error((failure.getCause() != null) ? failure.getCause() : failure);
		}
	}

}
