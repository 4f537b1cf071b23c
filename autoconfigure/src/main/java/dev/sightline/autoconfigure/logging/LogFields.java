package dev.sightline.autoconfigure.logging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.logging.LoggingProperties.Context;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Writes the fields that an application gives to its events, without secrets.
 */
class LogFields {

	/**
	 * Commons Logging says of each of its events that it is from Commons Logging.
	 */
	private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

	private static final String SEVERITY = "severity";

	private static final String SESSION = "session_id";

	/**
	 * The digits of a <a href="https://www.w3.org/TR/trace-context/#trace-id">trace
	 * id</a>.
	 */
	private static final int TRACE_ID_LENGTH = 32;

	private static final boolean LOGSTASH = ClassUtils.isPresent("net.logstash.logback.argument.StructuredArgument",
			LogFields.class.getClassLoader())
			&& ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", LogFields.class.getClassLoader());

	private final Redactor redactor;

	private final @Nullable Set<String> included;

	final boolean caller;

	private final StackTraces stackTraces;

	private final JsonValues values;

	LogFields(LoggingProperties properties, Redactor redactor) {
		this.redactor = redactor;
		this.values = new JsonValues(redactor);
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
		return (value != null && isIncluded(key)) ? redact(key, value) : null;
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
				json.field(entry.getKey(), redact(entry.getKey(), entry.getValue()));
			}
		}
	}

	/**
	 * The id of a session is secret, and its hash is not. The ids of a trace and its
	 * span, which nearly each line has, are looked at for no more than that they are such
	 * ids.
	 */
	private String redact(String key, String value) {
		return (value.startsWith(Context.HASHED) && key.equals(SESSION)) || isTraceId(key, value) ? value
				: this.redactor.redact(key, value);
	}

	private static boolean isTraceId(String key, String value) {
		if (!key.equals("traceId") && !key.equals("spanId") || value.length() > TRACE_ID_LENGTH) {
			return false;
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
				return false;
			}
		}
		return true;
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
						this.values.write(json, texts ? JsonValues.text(pair.value) : pair.value);
					}
				}
			}
		}
		if (LOGSTASH && (event.getArgumentArray() != null || event.getMarkerList() != null)) {
			LogstashFields.of(event).forEach((key, value) -> {
				if (!json.isFull() && !isPair(pairs, key)) {
					json.name(free(event, key, taken));
					Object shown = texts ? JsonValues.text(value) : value;
					this.values.write(json, this.redactor.isSecret(key) ? Redactor.REDACTED : shown);
				}
			});
		}
	}

	private static boolean isSeverity(KeyValuePair pair) {
		return SEVERITY.equals(pair.key);
	}

	/**
	 * The first of several values of a key counts.
	 */
	private static boolean isRepeated(List<KeyValuePair> pairs, int index) {
		return isPair(pairs.subList(0, index), String.valueOf(pairs.get(index).key));
	}

	private static boolean isPair(@Nullable List<KeyValuePair> pairs, String key) {
		if (pairs != null) {
			for (int i = 0; i < pairs.size(); i++) {
				if (key.equals(pairs.get(i).key)) {
					return true;
				}
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
	 * Write the names of the markers.
	 */
	void tags(ILoggingEvent event, JsonBuffer json) {
		if (json.isFull()) {
			return;
		}
		boolean opened = false;
		for (Marker marker : EventMarkers.of(event)) {
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
			json.field("stack_trace", stackTrace(event));
		}
	}

	/**
	 * The stack trace of an event that has one.
	 */
	String stackTrace(ILoggingEvent event) {
		return this.redactor.redact(this.stackTraces.print(event));
	}

	/**
	 * The values of the MDC and the key-values of an event, by name: numbers and truth
	 * values as they are, all else as texts.
	 * @param taken names that are taken
	 */
	Map<String, Object> all(ILoggingEvent event, Set<String> taken) {
		Map<String, Object> all = new LinkedHashMap<>();
		event.getMDCPropertyMap().forEach((key, value) -> {
			if (value != null && isIncluded(key) && !taken.contains(key)) {
				all.put(key, redact(key, value));
			}
		});
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (KeyValuePair pair : pairs) {
				String key = String.valueOf(pair.key);
				if (!key.equals(EventType.KEY) && !isSeverity(pair)) {
					all.putIfAbsent(free(event, key, taken), plain(key, pair.value));
				}
			}
		}
		if (LOGSTASH && (event.getArgumentArray() != null || event.getMarkerList() != null)) {
			LogstashFields.of(event)
				.forEach((key, value) -> all.putIfAbsent(free(event, key, taken), plain(key, value)));
		}
		return all;
	}

	private Object plain(String key, @Nullable Object value) {
		return this.redactor.isSecret(key) ? Redactor.REDACTED : this.values.plain(value);
	}

}
