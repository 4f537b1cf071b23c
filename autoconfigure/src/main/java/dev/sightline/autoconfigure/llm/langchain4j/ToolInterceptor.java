package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.function.Supplier;

import dev.langchain4j.agent.tool.Tool;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

import dev.sightline.autoconfigure.llm.ToolMeters;

/**
 * Observes the methods of a bean that models may call. LangChain4j tells of a tool only
 * when it is done, and not whether it failed.
 */
final class ToolInterceptor implements MethodInterceptor {

	private final Map<Method, String> tools;

	private final Calls calls;

	private final Supplier<ToolMeters> meters;

	ToolInterceptor(Map<Method, String> tools, Calls calls, Supplier<ToolMeters> meters) {
		this.tools = tools;
		this.calls = calls;
		this.meters = meters;
	}

	/**
	 * The methods of a class that are tools, with their names.
	 */
	static Map<Method, String> tools(Class<?> type) {
		if (type.getName().startsWith("org.springframework.") || !AnnotationUtils.isCandidateClass(type, Tool.class)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<String>) ToolInterceptor::name);
	}

	private static @Nullable String name(Method method) {
		Tool tool = AnnotatedElementUtils.findMergedAnnotation(method, Tool.class);
		if (tool == null) {
			return null;
		}
		return tool.name().isBlank() ? method.getName() : tool.name();
	}

	/**
	 * Whether the proxy of a bean would see each of its tools. One that it does not would
	 * run on the proxy itself, which has no fields.
	 */
	static boolean areOpen(Map<Method, String> tools) {
		return tools.keySet()
			.stream()
			.noneMatch(
					(method) -> Modifier.isPrivate(method.getModifiers()) || Modifier.isFinal(method.getModifiers()));
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		String tool = this.tools.get(invocation.getMethod());
		if (tool == null) {
			return invocation.proceed();
		}
		ObservedCall<ToolContext> call = this.calls.start(WorkConvention.INSTANCE,
				() -> new ToolContext(this.meters.get(), tool));
		return call.proceed(invocation);
	}

}
