package dev.sightline.autoconfigure.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Writes a file of rules as Prometheus reads it.
 */
public final class RuleFile {

	private static final long MINUTE = 60;

	private static final long HOUR = 60 * MINUTE;

	private static final long DAY = 24 * HOUR;

	private RuleFile() {
	}

	/**
	 * Write groups. Groups without rules are left out.
	 * @param groups the groups
	 * @return the file, in YAML
	 */
	public static String write(List<RuleGroup> groups) {
		StringBuilder file = new StringBuilder();
		for (RuleGroup group : groups) {
			if (!group.rules().isEmpty()) {
				group(file, group);
			}
		}
		return file.isEmpty() ? "groups: []\n" : file.insert(0, "groups:\n").toString();
	}

	/**
	 * Write a time as Prometheus does.
	 * @param duration the time, not negative
	 * @return such as {@code 5m} or {@code 90s}
	 */
	public static String duration(Duration duration) {
		long millis = duration.toMillis();
		long seconds = millis / 1000;
		if (millis % 1000 != 0) {
			return millis + "ms";
		}
		if (seconds == 0) {
			return "0s";
		}
		if (seconds % DAY == 0) {
			return seconds / DAY + "d";
		}
		if (seconds % HOUR == 0) {
			return seconds / HOUR + "h";
		}
		return (seconds % MINUTE == 0) ? seconds / MINUTE + "m" : seconds + "s";
	}

	private static void group(StringBuilder file, RuleGroup group) {
		file.append("- name: ").append(quoted(group.name())).append('\n');
		if (group.interval() != null) {
			file.append("  interval: ").append(duration(group.interval())).append('\n');
		}
		file.append("  rules:\n");
		for (Rule rule : group.rules()) {
			rule(file, rule);
		}
	}

	private static void rule(StringBuilder file, Rule rule) {
		file.append(rule.alert() ? "  - alert: " : "  - record: ").append(rule.name()).append('\n');
		file.append("    expr: |-\n");
		rule.expression().strip().lines().forEach((line) -> file.append("      ").append(line).append('\n'));
		if (rule.pending() != null && !rule.pending().isZero()) {
			file.append("    for: ").append(duration(rule.pending())).append('\n');
		}
		map(file, "labels", rule.labels());
		map(file, "annotations", rule.annotations());
	}

	private static void map(StringBuilder file, String name, Map<String, String> values) {
		if (!values.isEmpty()) {
			file.append("    ").append(name).append(":\n");
			values.forEach(
					(key, value) -> file.append("      ").append(key).append(": ").append(quoted(value)).append('\n'));
		}
	}

	/**
	 * A string between double quotes. PromQL, YAML and JSON escape what is used here in
	 * the same way.
	 * @param text the text
	 * @return the text in quotes
	 */
	public static String quoted(String text) {
		StringBuilder quoted = new StringBuilder("\"");
		for (char c : text.toCharArray()) {
			switch (c) {
				case '"', '\\' -> quoted.append('\\').append(c);
				case '\n' -> quoted.append("\\n");
				case '\t' -> quoted.append("\\t");
				default -> quoted.append((c < ' ') ? ' ' : c);
			}
		}
		return quoted.append('"').toString();
	}

}
