package dev.sightline.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * All that is known of one check, for those who may know it.
 */
final class CheckDescription {

	private static final JsonWriter<Object> JSON = JsonWriter.standard();

	private CheckDescription() {
	}

	/**
	 * Describe a check.
	 * @param state what is remembered of it
	 * @param critical whether readiness depends on it
	 * @param further details besides those of the indicator
	 */
	static Map<String, @Nullable Object> of(@Nullable CheckState state, boolean critical, Map<String, ?> further) {
		Map<String, @Nullable Object> description = new LinkedHashMap<>();
		description.put("status", (state != null) ? state.status().getCode() : Status.UNKNOWN.getCode());
		description.put("critical", critical);
		if (state == null) {
			description.put("message", "Not checked yet");
			return description;
		}
		CheckResult last = state.last();
		if (!last.status().equals(state.status())) {
			description.put("lastStatus", last.status().getCode());
		}
		if (last.error() != null) {
			description.put("message", last.error());
		}
		else if (!last.status().getDescription().isEmpty()) {
			description.put("message", last.status().getDescription());
		}
		description.put("durationSeconds", seconds(last.duration()));
		description.put("checked", last.at().toString());
		description.put("ageSeconds", seconds(last.age()));
		description.put("since", state.since().toString());
		if (state.lastChange() != null) {
			description.put("lastChange", state.lastChange().toString());
		}
		Map<String, @Nullable Object> details = details(last.details());
		details.putAll(further);
		if (!details.isEmpty()) {
			description.put("details", details);
		}
		return description;
	}

	static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	/**
	 * Details are objects of the application: what they say of themselves may fail.
	 */
	private static Map<String, @Nullable Object> details(Map<String, Object> details) {
		Map<String, @Nullable Object> written = new LinkedHashMap<>();
		details.forEach((name, value) -> {
			if (!"error".equals(name)) {
				written.put(name, written(value));
			}
		});
		return written;
	}

	private static Object written(Object value) {
		try {
			String json = JSON.write(value).toJsonString();
			return (WritableJson) (out) -> out.append(json);
		}
		catch (RuntimeException | StackOverflowError ex) {
			return "(not readable)";
		}
	}

}
