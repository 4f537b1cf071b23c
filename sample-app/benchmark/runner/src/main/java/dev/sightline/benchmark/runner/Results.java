package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Everything that was measured. Each row goes to a file at once, so that a run which is
 * cut short leaves what it has.
 */
class Results {

	private final List<Row> rows = new ArrayList<>();

	private final Path file;

	Results(Path folder) throws IOException {
		Files.createDirectories(folder);
		this.file = folder.resolve("results.csv");
		Files.writeString(this.file, "round,variant,subject,figure,value\n");
	}

	void add(int round, String variant, String subject, String figure, double value) throws IOException {
		this.rows.add(new Row(round, variant, subject, figure, value));
		Files.writeString(this.file,
				String.format(Locale.ROOT, "%d,%s,%s,%s,%.3f%n", round, variant, subject, figure, value),
				StandardOpenOption.APPEND);
	}

	Set<String> variants() {
		Set<String> variants = new LinkedHashSet<>();
		this.rows.forEach((row) -> variants.add(row.variant()));
		return variants;
	}

	@Nullable Figure figure(String variant, String subject, String figure) {
		return Figure.of(byRound(variant, subject, figure).values());
	}

	/**
	 * Compare two variants within each round.
	 */
	@Nullable Figure compare(String variant, String base, String subject, String figure, DoubleBinaryOperator operator) {
		Map<Integer, Double> theirs = byRound(base, subject, figure);
		List<Double> values = new ArrayList<>();
		byRound(variant, subject, figure).forEach((round, value) -> {
			Double other = theirs.get(round);
			if (other != null) {
				values.add(operator.applyAsDouble(value, other));
			}
		});
		return Figure.of(values);
	}

	private Map<Integer, Double> byRound(String variant, String subject, String figure) {
		Map<Integer, Double> values = new LinkedHashMap<>();
		for (Row row : this.rows) {
			if (row.variant().equals(variant) && row.subject().equals(subject) && row.figure().equals(figure)) {
				values.put(row.round(), row.value());
			}
		}
		return values;
	}

	static double median(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private record Row(int round, String variant, String subject, String figure, double value) {

	}

	/**
	 * The median of the rounds and their spread.
	 *
	 * @param median the median
	 * @param min the least
	 * @param max the most
	 * @param rounds the number of rounds
	 */
	record Figure(double median, double min, double max, int rounds) {

		static @Nullable Figure of(Collection<Double> values) {
			if (values.isEmpty()) {
				return null;
			}
			double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
			return new Figure(Results.median(values), Arrays.stream(all).min().getAsDouble(),
					Arrays.stream(all).max().getAsDouble(), all.length);
		}

		String format(String pattern) {
			String text = String.format(Locale.ROOT, pattern, this.median);
			return (this.rounds == 1) ? text
					: text + String.format(Locale.ROOT, " (" + pattern + ".." + pattern + ")", this.min, this.max);
		}

	}

}
