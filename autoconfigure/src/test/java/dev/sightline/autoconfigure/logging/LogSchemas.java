package dev.sightline.autoconfigure.logging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A schema of the documentation, as far as those use JSON Schema.
 */
final class LogSchemas {

	private final JsonNode schema;

	private LogSchemas(JsonNode schema) {
		this.schema = schema;
	}

	static LogSchemas of(Format format) {
		String name = format.name().toLowerCase(Locale.ROOT) + ".schema.json";
		return new LogSchemas(
				JsonMapper.shared().readTree(Path.of("..", "docs", "reference", "log-schemas", name).toFile()));
	}

	/**
	 * What is wrong with a line.
	 */
	List<String> validate(JsonNode line) {
		List<String> errors = new ArrayList<>();
		validate(this.schema, line, "", errors);
		return errors;
	}

	private static void validate(JsonNode schema, JsonNode value, String path, List<String> errors) {
		if (schema.has("type") && !isType(schema.get("type").asString(), value)) {
			errors.add(path + " is no " + schema.get("type"));
		}
		if (schema.has("const") && !schema.get("const").equals(value)) {
			errors.add(path + " is not " + schema.get("const"));
		}
		if (schema.has("enum") && !contains(schema.get("enum"), value)) {
			errors.add(path + " is none of " + schema.get("enum"));
		}
		if (schema.has("pattern") && !value.asString("").matches(schema.get("pattern").asString())) {
			errors.add(path + " does not match");
		}
		schema.path("required").forEach((name) -> {
			if (!value.has(name.asString())) {
				errors.add(path + "/" + name.asString() + " is missing");
			}
		});
		if (value.isObject()) {
			value.properties().forEach((entry) -> {
				JsonNode member = schema.path("properties").path(entry.getKey());
				JsonNode more = schema.path("additionalProperties");
				String name = path + "/" + entry.getKey();
				if (!member.isMissingNode() || more.isObject()) {
					validate(member.isMissingNode() ? more : member, entry.getValue(), name, errors);
				}
				else if (more.isBoolean() && !more.asBoolean()) {
					errors.add(name + " is not known");
				}
			});
		}
		if (value.isArray() && schema.has("items")) {
			value.forEach((element) -> validate(schema.get("items"), element, path + "[]", errors));
		}
	}

	private static boolean contains(JsonNode values, JsonNode value) {
		for (JsonNode known : values) {
			if (known.equals(value)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isType(String type, JsonNode value) {
		return switch (type) {
			case "object" -> value.isObject();
			case "array" -> value.isArray();
			case "integer" -> value.isIntegralNumber();
			default -> value.isString();
		};
	}

}
