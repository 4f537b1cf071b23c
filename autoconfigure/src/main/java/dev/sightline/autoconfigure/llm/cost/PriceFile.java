package dev.sightline.autoconfigure.llm.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.NamePattern;

/**
 * Reads a file of prices. Each line is a price: the provider, the model, and then
 * {@code key=value} for each rate, the day and the source. What follows a {@code #} at
 * the begin of a line is a comment.
 */
final class PriceFile {

	/**
	 * The table of the jar.
	 */
	static final String TABLE = "META-INF/sightline/llm-prices.txt";

	private static final Set<String> KEYS = Set.of("input", "output", "cache-read", "cache-write", "reasoning", "image",
			"audio-minute", "characters", "second", "above", "currency", "date", "source");

	private PriceFile() {
	}

	/**
	 * The table of the jar.
	 */
	static List<Price> table() {
		try (InputStream file = PriceFile.class.getClassLoader().getResourceAsStream(TABLE)) {
			return read(new BufferedReader(
					new InputStreamReader(Objects.requireNonNull(file, TABLE), StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Price> read(BufferedReader reader) throws IOException {
		List<Price> prices = new ArrayList<>();
		String line;
		for (int number = 1; (line = reader.readLine()) != null; number++) {
			if (!line.isBlank() && !line.startsWith("#")) {
				try {
					prices.add(parse(line.trim().split("\\s+")));
				}
				catch (RuntimeException ex) {
					throw new IllegalStateException("Line " + number + " is no price: " + line, ex);
				}
			}
		}
		return prices;
	}

	private static Price parse(String[] words) {
		Map<String, String> values = new HashMap<>();
		for (int i = 2; i < words.length; i++) {
			String[] pair = words[i].split("=", 2);
			if (!KEYS.contains(pair[0]) || values.put(pair[0], pair[1]) != null) {
				throw new IllegalArgumentException(words[i]);
			}
		}
		String date = LocalDate.parse(values.getOrDefault("date", "")).toString();
		Rates rates = new Rates(number(values, "input"), number(values, "output"), number(values, "cache-read"),
				number(values, "cache-write"), number(values, "reasoning"), number(values, "image"),
				number(values, "audio-minute"), number(values, "characters"), number(values, "second"));
		return new Price(new NamePattern(words[0]), new NamePattern(words[1]),
				Long.parseLong(values.getOrDefault("above", "0")), rates, values.getOrDefault("currency", "USD"),
				new Price.Origin(date, Objects.requireNonNull(values.get("source"), "source")));
	}

	private static @Nullable BigDecimal number(Map<String, String> values, String key) {
		String value = values.get(key);
		return (value != null) ? new BigDecimal(value) : null;
	}

}
