package dev.sightline.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * Renders the properties of the configuration metadata, one table a group.
 */
final class PropertiesPage {

	private PropertiesPage() {
	}

	static String render(List<JsonNode> properties) {
		StringBuilder page = new StringBuilder("""
				# Properties

				This page is generated from the configuration metadata: see [CONTRIBUTING.md](../../CONTRIBUTING.md).
				""");
		Map<String, List<JsonNode>> groups = new TreeMap<>();
		properties
			.forEach((property) -> groups.computeIfAbsent(group(property), (name) -> new ArrayList<>()).add(property));
		groups.forEach((group, members) -> {
			page.append("\n## `%s`\n\n".formatted(group));
			page.append("| Key | Type | Default | Description |\n|---|---|---|---|\n");
			members.forEach((property) -> page.append(row(property)));
		});
		return page.toString();
	}

	/**
	 * The first two parts of a key, or {@code sightline} for those that have no more.
	 */
	private static String group(JsonNode property) {
		String[] parts = property.get("name").asString().split("\\.");
		return (parts.length > 2) ? parts[0] + "." + parts[1] : parts[0];
	}

	private static String row(JsonNode property) {
		JsonNode defaultValue = property.path("defaultValue");
		String type = property.get("type").asString();
		return "| `%s` | %s | %s | %s |\n".formatted(key(property.get("name").asString(), type), type(type),
				defaultValue.isMissingNode() ? "" : "`" + defaultValue.asString() + "`",
				property.get("description").asString().replace("|", "\\|"));
	}

	private static String key(String name, String type) {
		return type.startsWith("java.util.Map<") ? name + ".*" : name;
	}

	private static String type(String type) {
		Object[] values = enumConstants(type);
		if (values != null) {
			return Arrays.stream(values)
				.map((value) -> "`" + value.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		if (type.startsWith("java.util.Map<")) {
			return "Map of " + simple(type.substring(type.indexOf(',') + 1, type.length() - 1));
		}
		return simple(type);
	}

	private static String simple(String type) {
		if (type.startsWith("java.util.List<")) {
			return "List of " + simple(type.substring(type.indexOf('<') + 1, type.length() - 1));
		}
		if (type.startsWith("java.util.Set<")) {
			return "Set of " + simple(type.substring(type.indexOf('<') + 1, type.length() - 1));
		}
		return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
	}

	private static Object[] enumConstants(String type) {
		try {
			return type.startsWith("dev.sightline.") ? Class.forName(type).getEnumConstants() : null;
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
