package dev.sightline.autoconfigure.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/**
 * What OpenTelemetry's annotations say of a method.
 *
 * @param annotation the annotation that asks for a span, {@code null} if arguments are
 * for the current one
 * @param name the name of the span
 * @param function the method with its class, as the conventions want it
 * @param keys the names of the attributes from arguments, {@code null} where an argument
 * is none
 */
record SpannedMethod(@Nullable WithSpan annotation, String name, String function, List<@Nullable String> keys) {

	/**
	 * Name of the attribute with the method.
	 * @see <a href=
	 * "https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/">Code
	 * attributes</a>
	 */
	private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

	static SpannedMethod of(Method method) {
		WithSpan annotation = method.getAnnotation(WithSpan.class);
		Class<?> type = method.getDeclaringClass();
		String name = (annotation != null && !annotation.value().isEmpty()) ? annotation.value()
				: StringUtils.unqualify(ClassUtils.getShortName(type)) + "." + method.getName();
		return new SpannedMethod(annotation, name, type.getName() + "." + method.getName(), keys(method));
	}

	private static List<@Nullable String> keys(Method method) {
		List<@Nullable String> keys = new ArrayList<>();
		@Nullable String @Nullable [] names = null;
		Parameter[] parameters = method.getParameters();
		for (int i = 0; i < parameters.length; i++) {
			SpanAttribute attribute = parameters[i].getAnnotation(SpanAttribute.class);
			String key = (attribute != null) ? attribute.value() : null;
			if (attribute != null && !StringUtils.hasText(key)) {
				names = (names != null) ? names : new DefaultParameterNameDiscoverer().getParameterNames(method);
				key = (names != null) ? names[i] : null;
			}
			keys.add(key);
		}
		return keys;
	}

	/**
	 * Start the span of a call.
	 */
	Span start(Tracer tracer, WithSpan annotation) {
		SpanBuilder builder = tracer.spanBuilder(this.name).setSpanKind(annotation.kind());
		if (!annotation.inheritContext()) {
			builder.setNoParent();
		}
		return builder.startSpan();
	}

	/**
	 * Put the method and the arguments on a span.
	 */
	void describe(Span span, @Nullable Object[] arguments) {
		if (!span.isRecording()) {
			return;
		}
		if (this.annotation != null) {
			span.setAttribute(FUNCTION, this.function);
		}
		for (int i = 0; i < this.keys.size(); i++) {
			String key = this.keys.get(i);
			Object argument = arguments[i];
			if (key != null && argument != null) {
				put(span, key, argument);
			}
		}
	}

	private static void put(Span span, String key, Object value) {
		if (value instanceof Boolean bool) {
			span.setAttribute(key, bool);
		}
		else if (value instanceof Float || value instanceof Double) {
			span.setAttribute(key, ((Number) value).doubleValue());
		}
		else if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			span.setAttribute(key, ((Number) value).longValue());
		}
		else if (value instanceof Collection<?> collection) {
			span.setAttribute(AttributeKey.stringArrayKey(key), collection.stream().map(String::valueOf).toList());
		}
		else if (value.getClass().isArray()) {
			put(span, key, Arrays.asList(ObjectUtils.toObjectArray(value)));
		}
		else {
			span.setAttribute(key, value.toString());
		}
	}

}
