package dev.sightline.autoconfigure.logging;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import org.slf4j.Marker;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the fields that an application gives with the arguments and markers of <a href=
 * "https://github.com/logfellow/logstash-logback-encoder">logstash-logback-encoder</a>.
 */
final class LogstashFields {

	private LogstashFields() {
	}

	static boolean isFields(Marker marker) {
		return marker instanceof LogstashMarker;
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> of(ILoggingEvent event) {
		Map<String, Object> fields = Map.of();
		Object[] arguments = event.getArgumentArray();
		if (arguments != null) {
			for (Object argument : arguments) {
				if (argument instanceof StructuredArgument structured) {
					fields = add(fields, structured::writeTo);
				}
			}
		}
		for (Marker marker : EventMarkers.of(event)) {
			if (marker instanceof LogstashMarker logstash) {
				fields = add(fields, logstash::writeTo);
			}
		}
		return fields;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> add(Map<String, Object> fields, Source source) {
		StringWriter text = new StringWriter();
		Map<String, Object> all = new LinkedHashMap<>(fields);
		try (JsonGenerator generator = JsonMapper.shared().createGenerator(text)) {
			generator.writeStartObject();
			source.writeTo(generator);
			generator.writeEndObject();
			generator.flush();
			JsonMapper.shared()
				.readValue(text.toString(), Map.class)
				.forEach((key, value) -> all.putIfAbsent((String) key, value));
		}
		catch (RuntimeException | StackOverflowError | LinkageError | AssertionError ex) {
			all.put("unwritable", ex.getClass().getSimpleName());
		}
		return all;
	}

	@FunctionalInterface
	private interface Source {

		void writeTo(JsonGenerator generator);

	}

}
