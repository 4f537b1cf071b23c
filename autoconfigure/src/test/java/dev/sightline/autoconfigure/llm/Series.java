package dev.sightline.autoconfigure.llm;

import java.util.Arrays;
import java.util.List;

/**
 * Reads the values of a scrape.
 *
 * @param scrape the scrape
 */
public record Series(String scrape) {

	/**
	 * The sum of the series of a name that have all these labels.
	 * @param name the name
	 * @param labels names and values in turn
	 * @return the sum, {@code NaN} if there is none
	 */
	public double sum(String name, String... labels) {
		List<String> lines = lines(name, labels);
		return lines.isEmpty() ? Double.NaN
				: lines.stream().mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
	}

	/**
	 * The series of a name that have all these labels.
	 * @param name the name
	 * @param labels names and values in turn
	 */
	public List<String> lines(String name, String... labels) {
		return this.scrape.lines()
			.filter((line) -> line.startsWith(name + "{"))
			.filter((line) -> has(line, labels))
			.map((line) -> line.contains(" # ") ? line.substring(0, line.indexOf(" # ")) : line)
			.toList();
	}

	private static boolean has(String line, String... labels) {
		for (int i = 0; i < labels.length; i += 2) {
			if (!line.contains(labels[i] + "=\"" + labels[i + 1] + "\"")) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The names of labels that the series of a name have, each set once.
	 */
	public List<List<String>> labels(String name) {
		return lines(name).stream()
			.map((line) -> line.substring(line.indexOf('{') + 1, line.lastIndexOf('}')))
			.map((labels) -> Arrays.stream(labels.split("\",?"))
				.filter((label) -> label.contains("=\""))
				.map((label) -> label.substring(0, label.indexOf('=')))
				.toList())
			.distinct()
			.toList();
	}

}
