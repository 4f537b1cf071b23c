package dev.sightline.autoconfigure.metrics.classic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Makes the labels of a classic series from those of a series that there is. Labels that
 * it does not name stay, as those that are common to all series do.
 */
final class Labeling {

	private static final String NONE = "none";

	/**
	 * What becomes of a label: its new name, itself too if it ends in a plus sign, or
	 * nothing if it is blank.
	 */
	private final Map<String, String> names = new LinkedHashMap<>();

	/**
	 * Labels that tell whether something failed.
	 */
	private final Map<String, String> outcomes = new LinkedHashMap<>();

	private final Map<String, Set<String>> only = new LinkedHashMap<>();

	private final Map<String, String> not = new LinkedHashMap<>();

	private final Map<String, String> added = new LinkedHashMap<>();

	/**
	 * Parse the words of a labelling.
	 * @param text words: {@code a>b} renames, {@code a+b} copies, {@code a?b} tells
	 * {@code success} or {@code error}, {@code -a} drops, {@code a=v|w} takes only these
	 * series and drops the label, {@code a!=v} takes only others, {@code +a=v} adds
	 */
	Labeling(String text) {
		for (String word : text.isEmpty() ? new String[0] : text.split(" ")) {
			if (word.startsWith("-")) {
				this.names.put(word.substring(1), "");
			}
			else if (word.startsWith("+")) {
				put(this.added, word.substring(1), "=");
			}
			else if (word.contains("!=")) {
				put(this.not, word, "!=");
			}
			else if (word.contains("=")) {
				String[] parts = word.split("=");
				this.only.put(parts[0], Set.of(parts[1].split("\\|")));
				this.names.put(parts[0], "");
			}
			else if (word.contains("?")) {
				put(this.outcomes, word, "\\?");
			}
			else if (word.contains("+")) {
				String[] parts = word.split("\\+");
				this.names.put(parts[0], parts[1] + "+");
			}
			else {
				put(this.names, word, ">");
			}
		}
	}

	private static void put(Map<String, String> map, String word, String separator) {
		String[] parts = word.split(separator);
		map.put(parts[0], parts[1]);
	}

	/**
	 * The labels of the classic series.
	 * @return the labels, {@code null} if there is none for this one
	 */
	@Nullable Labels apply(Labels labels) {
		if (!isTaken(labels)) {
			return null;
		}
		Labels.Builder builder = Labels.builder();
		for (Label label : labels) {
			String name = this.names.get(label.getName());
			if (this.outcomes.containsKey(label.getName())) {
				builder.label(this.outcomes.get(label.getName()), label.getValue().equals(NONE) ? "success" : "error");
			}
			else if (name == null) {
				builder.label(label.getName(), label.getValue());
			}
			else if (name.endsWith("+")) {
				builder.label(label.getName(), label.getValue());
				builder.label(name.substring(0, name.length() - 1), label.getValue());
			}
			else if (!name.isEmpty()) {
				builder.label(name, label.getValue());
			}
		}
		this.added.forEach(builder::label);
		return builder.build();
	}

	private boolean isTaken(Labels labels) {
		return this.only.entrySet().stream().allMatch((entry) -> entry.getValue().contains(get(labels, entry.getKey())))
				&& this.not.entrySet()
					.stream()
					.noneMatch((entry) -> entry.getValue().equals(get(labels, entry.getKey())));
	}

	private static String get(Labels labels, String name) {
		String value = labels.get(name);
		return (value != null) ? value : "";
	}

}
