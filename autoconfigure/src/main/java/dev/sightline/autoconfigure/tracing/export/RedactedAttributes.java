package dev.sightline.autoconfigure.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Takes secrets out of attributes.
 */
final class RedactedAttributes {

	private RedactedAttributes() {
	}

	/**
	 * Attributes without secrets.
	 * @return the attributes themselves if they have none
	 */
	static Attributes of(Attributes attributes, Redactor redactor) {
		boolean[] changed = new boolean[1];
		attributes.forEach((key, value) -> changed[0] |= changed[0] || redact(key, value, redactor) != null);
		if (!changed[0]) {
			return attributes;
		}
		AttributesBuilder redacted = attributes.toBuilder();
		attributes.forEach((key, value) -> {
			Object safe = redact(key, value, redactor);
			if (safe instanceof String text) {
				redacted.remove(key);
				redacted.put(AttributeKey.stringKey(key.getKey()), text);
			}
			else if (safe instanceof List<?> list) {
				redacted.put(AttributeKey.stringArrayKey(key.getKey()),
						list.stream().map(String::valueOf).toArray(String[]::new));
			}
		});
		return redacted.build();
	}

	/**
	 * What takes the place of a value.
	 * @return a text or a list of texts, {@code null} if the value may stay
	 */
	private static @Nullable Object redact(AttributeKey<?> key, Object value, Redactor redactor) {
		String name = key.getKey();
		if (redactor.isSecret(name)) {
			return Redactor.REDACTED;
		}
		if (key.getType() == AttributeType.STRING_ARRAY && value instanceof List<?> list) {
			return redact(list, redactor);
		}
		if (value instanceof Boolean || value instanceof Number || value instanceof List<?>) {
			return null;
		}
		String text = (value instanceof io.opentelemetry.api.common.Value<?> any) ? any.asString()
				: String.valueOf(value);
		String safe = redactor.redact(text);
		return safe.equals(text) ? null : safe;
	}

	private static @Nullable Object redact(List<?> list, Redactor redactor) {
		List<String> safe = new ArrayList<>(list.size());
		for (Object item : list) {
			safe.add(redactor.redact(String.valueOf(item)));
		}
		return safe.equals(list) ? null : safe;
	}

}
