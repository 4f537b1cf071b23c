package dev.sightline.autoconfigure.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import org.springframework.aop.support.StaticMethodMatcherPointcut;

/**
 * Matches methods that have an annotation, or whose class has it, as the pointcuts of
 * Micrometer's aspects do. It does not look at beans of libraries, which have none.
 */
class AnnotationPointcut extends StaticMethodMatcherPointcut {

	private static final List<String> LIBRARIES = List.of("java.", "jdk.", "org.springframework.", "io.micrometer.",
			"io.opentelemetry.", "com.zaxxer.", "org.apache.", "tools.jackson.");

	private final List<Class<? extends Annotation>> annotations;

	AnnotationPointcut(List<Class<? extends Annotation>> annotations) {
		this.annotations = annotations;
		setClassFilter((type) -> LIBRARIES.stream().noneMatch(type.getName()::startsWith));
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		for (Class<? extends Annotation> annotation : this.annotations) {
			if (method.isAnnotationPresent(annotation) || (Modifier.isPublic(method.getModifiers())
					&& method.getDeclaringClass().isAnnotationPresent(annotation))) {
				return true;
			}
		}
		return false;
	}

}
