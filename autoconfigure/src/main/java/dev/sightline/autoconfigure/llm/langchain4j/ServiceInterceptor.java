package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

import dev.sightline.autoconfigure.llm.RagPipelines;

/**
 * Observes the calls of an AI service, whose rounds of model and tools belong together.
 */
final class ServiceInterceptor implements MethodInterceptor {

	private final Calls calls;

	private final Supplier<RagPipelines> pipelines;

	ServiceInterceptor(Calls calls, Supplier<RagPipelines> pipelines) {
		this.calls = calls;
		this.pipelines = pipelines;
	}

	/**
	 * Whether LangChain4j made a bean from an interface.
	 */
	static boolean isService(Object bean) {
		return Proxy.isProxyClass(bean.getClass())
				&& Proxy.getInvocationHandler(bean).getClass().getName().startsWith("dev.langchain4j.service.");
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (ReflectionUtils.isObjectMethod(invocation.getMethod())) {
			return invocation.proceed();
		}
		Class<?> type = invocation.getMethod().getDeclaringClass();
		ObservedCall<ServiceContext> call = this.calls.start(WorkConvention.INSTANCE,
				() -> new ServiceContext(this.pipelines.get(), type.getSimpleName(), invocation.getMethod().getName()));
		return call.proceed(invocation);
	}

}
