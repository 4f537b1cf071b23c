package dev.sightline.autoconfigure.logging;

import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Writes values of any kind, as far and as deep as a log line should, without secrets.
 */
class JsonValues {

	private static final int DEPTH = 5;

	private static final int ELEMENTS = 100;

	private final Redactor redactor;

	JsonValues(Redactor redactor) {
		this.redactor = redactor;
	}

	/**
	 * Write a value as what it is in JSON, or else as a text.
	 */
	void write(JsonBuffer json, @Nullable Object value) {
		write(json, value, 0);
	}

	private void write(JsonBuffer json, @Nullable Object value, int depth) {
		if (value == null) {
			json.literal("null");
		}
		else if (value instanceof Long) {
			number(json, value.toString());
		}
		else if (value instanceof Boolean || value instanceof Integer || value instanceof Short || value instanceof Byte
				|| (value instanceof Double number && Double.isFinite(number))
				|| (value instanceof Float other && Float.isFinite(other))) {
			json.literal(value.toString());
		}
		else if (value instanceof Map<?, ?> map && depth < DEPTH) {
			map(json, map, depth);
		}
		else if ((value instanceof Iterable<?> || value.getClass().isArray()) && depth < DEPTH
				&& !(value instanceof Path)) {
			elements(json, value, depth);
		}
		else {
			json.string(this.redactor.redact(text(value)));
		}
	}

	/**
	 * Long numbers may be those of cards.
	 */
	private void number(JsonBuffer json, String number) {
		String shown = this.redactor.redact(number);
		if (shown.equals(number)) {
			json.literal(number);
		}
		else {
			json.string(shown);
		}
	}

	private void map(JsonBuffer json, Map<?, ?> map, int depth) {
		json.open();
		int count = 0;
		Set<String> names = new HashSet<>();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			String name = this.redactor.redact(text(entry.getKey()));
			if (count++ == ELEMENTS || json.isFull()) {
				break;
			}
			if (names.add(name)) {
				json.name(name);
				write(json, this.redactor.isSecret(name) ? Redactor.REDACTED : entry.getValue(), depth + 1);
			}
		}
		json.close();
	}

	private void elements(JsonBuffer json, Object value, int depth) {
		json.openArray();
		if (value instanceof Iterable<?> iterable) {
			int count = 0;
			for (Object element : iterable) {
				if (count++ == ELEMENTS || json.isFull()) {
					break;
				}
				write(json, element, depth + 1);
			}
		}
		else {
			for (int i = 0; i < Math.min(Array.getLength(value), ELEMENTS) && !json.isFull(); i++) {
				write(json, Array.get(value, i), depth + 1);
			}
		}
		json.closeArray();
	}

	/**
	 * A value as a number, a truth value or a text, which is JSON if it has elements.
	 */
	Object plain(@Nullable Object value) {
		if (value instanceof Number || value instanceof Boolean) {
			String text = text(value);
			String shown = this.redactor.redact(text);
			return shown.equals(text) ? value : shown;
		}
		if (value instanceof Map<?, ?> || (value instanceof Iterable<?> && !(value instanceof Path))
				|| (value != null && value.getClass().isArray())) {
			JsonBuffer json = new JsonBuffer(ELEMENTS * JsonBuffer.INITIAL);
			try {
				write(json, value);
			}
			catch (RuntimeException | StackOverflowError | LinkageError | AssertionError ex) {
				return "[" + ex.getClass().getSimpleName() + " in its elements]";
			}
			return new String(json.line(), StandardCharsets.UTF_8).stripTrailing();
		}
		return this.redactor.redact(text(value));
	}

	/**
	 * What an object says of itself, if it can.
	 */
	static String text(@Nullable Object value) {
		try {
			return String.valueOf(value);
		}
		catch (RuntimeException | StackOverflowError | LinkageError | AssertionError ex) {
			return "[" + ex.getClass().getSimpleName() + " in toString]";
		}
	}

}
