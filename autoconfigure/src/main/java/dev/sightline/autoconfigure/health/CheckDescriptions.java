package dev.sightline.autoconfigure.health;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.MemberPath;
import org.springframework.boot.json.JsonWriter.NameProcessor;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.json.WritableJson;
import org.springframework.util.ObjectUtils;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Tells all that is known of a check but its secrets, for those who may know it.
 */
final class CheckDescriptions {

	private final Redactor redactor;

	private final Function<String, Map<String, ?>> further;

	private final JsonWriter<Object> json;

	/**
	 * Create it.
	 * @param redactor takes secrets out
	 * @param further details of a check besides those of the indicator
	 */
	CheckDescriptions(Redactor redactor, Function<String, Map<String, ?>> further) {
		this.redactor = redactor;
		this.further = further;
		this.json = JsonWriter.of((members) -> {
			members.add();
			members.applyingNameProcessor(NameProcessor.of(redactor::redact));
			members.applyingValueProcessor((ValueProcessor<@Nullable Object>) this::withoutSecret);
		});
	}

	/**
	 * Describe a check.
	 * @param check the check
	 * @param critical whether readiness depends on it
	 */
	Map<String, @Nullable Object> of(Check check, boolean critical) {
		CheckState state = check.state();
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
			description.put("message", this.redactor.redact(last.error()));
		}
		else if (!last.status().getDescription().isEmpty()) {
			description.put("message", this.redactor.redact(last.status().getDescription()));
		}
		description.put("durationSeconds", seconds(last.duration()));
		description.put("checked", last.at().toString());
		description.put("ageSeconds", seconds(last.age()));
		description.put("since", state.since().toString());
		if (state.lastChange() != null) {
			description.put("lastChange", state.lastChange().toString());
		}
		Map<String, @Nullable Object> details = details(last.details());
		details.putAll(this.further.apply(check.name()));
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
	private Map<String, @Nullable Object> details(Map<String, Object> details) {
		Map<String, @Nullable Object> written = new LinkedHashMap<>();
		details.forEach((name, value) -> {
			if (!"error".equals(name)) {
				written.put(this.redactor.redact(name),
						this.redactor.isSecret(name) ? Redactor.REDACTED : written(value));
			}
		});
		return written;
	}

	private Object written(Object value) {
		try {
			String json = this.json.write(value).toJsonString();
			return (WritableJson) (out) -> out.append(json);
		}
		catch (RuntimeException | StackOverflowError ex) {
			return "(not readable)";
		}
	}

	private @Nullable Object withoutSecret(MemberPath path, @Nullable Object value) {
		if (path.name() != null && this.redactor.isSecret(path.name())) {
			return Redactor.REDACTED;
		}
		return isText(value) ? this.redactor.redact(String.valueOf(value)) : value;
	}

	/**
	 * Whether the writer makes a text of it.
	 */
	private static boolean isText(@Nullable Object value) {
		boolean structured = value instanceof Map || (value instanceof Iterable && !(value instanceof Path))
				|| ObjectUtils.isArray(value);
		return value != null && !structured && !(value instanceof Number) && !(value instanceof Boolean)
				&& !(value instanceof WritableJson);
	}

}
