package dev.sightline.autoconfigure.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
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
		SpanBuilder builder = tracer.spanBuilder(this.name).setSpanKind(kind());
		if (!annotation.inheritContext()) {
			builder.setNoParent();
		}
		return builder.startSpan();
	}

	/**
	 * The kind of the span of a call.
	 */
	SpanKind kind() {
		return (this.annotation != null) ? this.annotation.kind() : SpanKind.INTERNAL;
	}

	/**
	 * Put the method and the arguments on a span.
	 */
	void describe(Span span, @Nullable Object[] arguments) {
		if (span.isRecording()) {
			describe(span::setAttribute, arguments);
		}
	}

	/**
	 * What a span would have on it.
	 */
	Attributes attributes(@Nullable Object[] arguments) {
		AttributesBuilder attributes = Attributes.builder();
		describe(attributes::put, arguments);
		return attributes.build();
	}

	private void describe(Target target, @Nullable Object[] arguments) {
		if (this.annotation != null) {
			target.put(FUNCTION, this.function);
		}
		for (int i = 0; i < this.keys.size(); i++) {
			String key = this.keys.get(i);
			Object argument = arguments[i];
			if (key != null && argument != null) {
				put(target, key, argument);
			}
		}
	}

	private static void put(Target target, String key, Object value) {
		if (value instanceof Boolean bool) {
			target.put(AttributeKey.booleanKey(key), bool);
		}
		else if (value instanceof Float || value instanceof Double) {
			target.put(AttributeKey.doubleKey(key), ((Number) value).doubleValue());
		}
		else if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			target.put(AttributeKey.longKey(key), ((Number) value).longValue());
		}
		else if (value instanceof Collection<?> collection) {
			target.put(AttributeKey.stringArrayKey(key), collection.stream().map(String::valueOf).toList());
		}
		else if (value.getClass().isArray()) {
			put(target, key, Arrays.asList(ObjectUtils.toObjectArray(value)));
		}
		else {
			target.put(AttributeKey.stringKey(key), value.toString());
		}
	}

	/**
	 * What takes attributes.
	 */
	private interface Target {

		<T> void put(AttributeKey<T> key, T value);

	}

}
