package dev.sightline.autoconfigure.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the files by which Linux tells of itself. What can not be read is empty.
 */
final class KernelFiles {

	private final Path root;

	KernelFiles(Path root) {
		this.root = root;
	}

	Path root() {
		return this.root;
	}

	List<String> lines(String file) {
		try (var lines = Files.lines(this.root.resolve(file), StandardCharsets.ISO_8859_1)) {
			return lines.toList();
		}
		catch (IOException | UncheckedIOException | SecurityException ex) {
			return List.of();
		}
	}

	/**
	 * The numbers of each line by its first word, which may end in a colon. Words after
	 * it that are no numbers are zero.
	 */
	Map<String, long[]> table(String file) {
		Map<String, long[]> table = new LinkedHashMap<>();
		for (String line : lines(file)) {
			String[] words = line.strip().replaceFirst(":", " ").split("\\s+");
			long[] numbers = new long[words.length - 1];
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = number(words[i + 1]);
			}
			table.put(words[0], numbers);
		}
		return table;
	}

	private static long number(String word) {
		try {
			return Long.parseLong(word);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * A number of a table.
	 * @return the number, not a number if it is not there
	 */
	static double at(Map<String, long[]> table, String row, int column) {
		long[] numbers = table.get(row);
		return (numbers != null && column < numbers.length) ? numbers[column] : Double.NaN;
	}

}
