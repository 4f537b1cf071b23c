package dev.sightline.autoconfigure.logging;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Writes the fields that an application gives to its events, without secrets.
 */
class LogFields {

	/**
	 * Commons Logging says of each of its events that it is from Commons Logging.
	 */
	private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

	private static final int DEPTH = 5;

	private static final int ELEMENTS = 100;

	private static final String SEVERITY = "severity";

	private static final boolean LOGSTASH = ClassUtils.isPresent("net.logstash.logback.argument.StructuredArgument",
			LogFields.class.getClassLoader())
			&& ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", LogFields.class.getClassLoader());

	private final Redactor redactor;

	private final @Nullable Set<String> included;

	final boolean caller;

	private final StackTraces stackTraces;

	LogFields(LoggingProperties properties, Redactor redactor) {
		this.redactor = redactor;
		List<String> include = properties.getContext().getInclude();
		this.included = include.contains("*") ? null : Set.copyOf(include);
		this.caller = properties.isCaller();
		this.stackTraces = new StackTraces((int) properties.getMaxStackTrace().toBytes());
	}

	/**
	 * A value of the MDC, {@code null} if there is none or it does not go out.
	 */
	@Nullable String context(ILoggingEvent event, String key) {
		String value = event.getMDCPropertyMap().get(key);
		return (value != null && isIncluded(key)) ? this.redactor.redact(key, value) : null;
	}

	/**
	 * Write the values of the MDC.
	 * @param taken names that are not written
	 */
	void context(ILoggingEvent event, JsonBuffer json, Set<String> taken) {
		Map<String, String> context = event.getMDCPropertyMap();
		if (context.isEmpty()) {
			return;
		}
		for (Map.Entry<String, String> entry : context.entrySet()) {
			if (entry.getValue() != null && isIncluded(entry.getKey()) && !taken.contains(entry.getKey())) {
				json.field(entry.getKey(), this.redactor.redact(entry.getKey(), entry.getValue()));
			}
		}
	}

	private boolean isIncluded(String key) {
		return this.included == null || this.included.contains(key);
	}

	/**
	 * Write the key-values of an event, and the arguments and markers of the Logstash
	 * encoder. A name that is taken gets an underscore.
	 * @param taken names that are taken
	 * @param texts whether all values are texts
	 */
	void keyValues(ILoggingEvent event, JsonBuffer json, Set<String> taken, boolean texts) {
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (int i = 0; i < pairs.size() && !json.isFull(); i++) {
				KeyValuePair pair = pairs.get(i);
				String key = String.valueOf(pair.key);
				if (!key.equals(EventType.KEY) && !isSeverity(pair) && !isRepeated(pairs, i)) {
					json.name(free(event, key, taken));
					if (this.redactor.isSecret(key)) {
						json.string(Redactor.REDACTED);
					}
					else {
						value(json, texts ? text(pair.value) : pair.value, 0);
					}
				}
			}
		}
		if (LOGSTASH && (event.getArgumentArray() != null || event.getMarkerList() != null)) {
			LogstashFields.of(event).forEach((key, value) -> {
				if (!json.isFull()) {
					json.name(free(event, key, taken));
					value(json, this.redactor.isSecret(key) ? Redactor.REDACTED : texts ? text(value) : value, 0);
				}
			});
		}
	}

	private static boolean isSeverity(KeyValuePair pair) {
		return SEVERITY.equals(pair.key);
	}

	private static boolean isRepeated(List<KeyValuePair> pairs, int index) {
		for (int i = 0; i < index; i++) {
			if (String.valueOf(pairs.get(i).key).equals(String.valueOf(pairs.get(index).key))) {
				return true;
			}
		}
		return false;
	}

	private static String free(ILoggingEvent event, String key, Set<String> taken) {
		String free = key;
		while (taken.contains(free) || event.getMDCPropertyMap().containsKey(free)) {
			free += "_";
		}
		return free;
	}

	/**
	 * Write a value as what it is in JSON, or else as a text.
	 */
	private void value(JsonBuffer json, @Nullable Object value, int depth) {
		if (value == null) {
			json.literal("null");
		}
		else if (value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof Short
				|| value instanceof Byte || (value instanceof Double number && Double.isFinite(number))
				|| (value instanceof Float other && Float.isFinite(other))) {
			json.literal(value.toString());
		}
		else if (value instanceof Map<?, ?> map && depth < DEPTH) {
			map(json, map, depth);
		}
		else if ((value instanceof Iterable<?> || value.getClass().isArray()) && depth < DEPTH
				&& !(value instanceof java.nio.file.Path)) {
			elements(json, value, depth);
		}
		else {
			json.string(this.redactor.redact(text(value)));
		}
	}

	private void map(JsonBuffer json, Map<?, ?> map, int depth) {
		json.open();
		int count = 0;
		java.util.Set<String> names = new java.util.HashSet<>();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			String name = this.redactor.redact(text(entry.getKey()));
			if (count++ == ELEMENTS || json.isFull()) {
				break;
			}
			if (names.add(name)) {
				json.name(name);
				value(json, this.redactor.isSecret(name) ? Redactor.REDACTED : entry.getValue(), depth + 1);
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
				value(json, element, depth + 1);
			}
		}
		else {
			for (int i = 0; i < Math.min(Array.getLength(value), ELEMENTS) && !json.isFull(); i++) {
				value(json, Array.get(value, i), depth + 1);
			}
		}
		json.closeArray();
	}

	/**
	 * What an object says of itself, if it can.
	 */
	static String text(@Nullable Object value) {
		try {
			return String.valueOf(value);
		}
		catch (RuntimeException | StackOverflowError ex) {
			return "[" + ex.getClass().getSimpleName() + " in toString]";
		}
	}

	/**
	 * Write the names of the markers.
	 */
	void tags(ILoggingEvent event, JsonBuffer json) {
		List<Marker> markers = event.getMarkerList();
		if (markers == null || json.isFull()) {
			return;
		}
		boolean opened = false;
		for (Marker marker : markers) {
			String name = marker.getName();
			if (name != null && !name.equals(COMMONS_LOGGING) && !EventType.isKnown(name)
					&& !(LOGSTASH && LogstashFields.isFields(marker))) {
				if (!opened) {
					json.name("tags").openArray();
					opened = true;
				}
				json.string(this.redactor.redact(name));
			}
		}
		if (opened) {
			json.closeArray();
		}
	}

	/**
	 * Write where an event was logged, if that is asked for.
	 */
	void caller(ILoggingEvent event, JsonBuffer json) {
		if (this.caller) {
			StackTraceElement[] caller = event.getCallerData();
			if (caller.length > 0) {
				json.field("module", caller[0].getClassName());
				json.field("function", caller[0].getMethodName());
				json.name("line").literal(String.valueOf(caller[0].getLineNumber()));
			}
		}
	}

	/**
	 * Write the stack trace, if there is one.
	 */
	void stackTrace(ILoggingEvent event, JsonBuffer json) {
		if (event.getThrowableProxy() != null) {
			json.field("stack_trace", this.redactor.redact(this.stackTraces.print(event)));
		}
	}

}
