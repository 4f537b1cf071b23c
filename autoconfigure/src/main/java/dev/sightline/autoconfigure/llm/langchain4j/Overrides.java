package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Method;

import org.springframework.util.ClassUtils;

/**
 * What a class makes of the methods of an interface that have a default.
 */
final class Overrides {

	private Overrides() {
	}

	/**
	 * Whether an object has a method of its own in place of a default.
	 */
	static boolean has(Object target, Class<?> declaring, String name, Class<?>... parameters) {
		Method method = ClassUtils.getMethodIfAvailable(target.getClass(), name, parameters);
		return method != null && method.getDeclaringClass() != declaring;
	}

}
