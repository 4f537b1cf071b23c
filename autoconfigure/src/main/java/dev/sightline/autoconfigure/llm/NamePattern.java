package dev.sightline.autoconfigure.llm;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of models or of providers. An asterisk stands for any characters. A name without
 * one stands for its snapshots too: {@code gpt-4o} for {@code gpt-4o-2024-08-06},
 * {@code claude-haiku-4-5} for {@code claude-haiku-4-5-20251001}, {@code mistral-large}
 * for {@code mistral-large-latest} and {@code mistral-large-2411}.
 */
public final class NamePattern {

	/**
	 * A name does not fit.
	 */
	public static final int NO_MATCH = -1;

	/**
	 * A name that is written out beats its snapshots, which beat every asterisk.
	 */
	private static final int KIND = 1000;

	/**
	 * Dates, version numbers of three or four digits, and {@code latest}.
	 */
	private static final Pattern SNAPSHOT = Pattern
		.compile("[-@](\\d{4}-\\d{2}-\\d{2}|\\d{2}-\\d{4}|\\d{8}|\\d{3,4}|latest)(-v\\d+:\\d+)?");

	private final String text;

	private final int literals;

	private final Pattern pattern;

	/**
	 * Create a pattern.
	 * @param text a name, or names with asterisks
	 */
	public NamePattern(String text) {
		this.text = normalize(text);
		this.literals = this.text.replace("*", "").length();
		this.pattern = Pattern.compile(Pattern.quote(this.text).replace("*", "\\E.*\\Q"));
	}

	/**
	 * How well a name fits: the more the better.
	 * @param name the name, as {@link #normalize} gives it
	 * @return a number that tells better fits from worse, or {@link #NO_MATCH}
	 */
	public int match(String name) {
		if (this.literals == this.text.length()) {
			if (name.equals(this.text)) {
				return 2 * KIND + this.literals;
			}
			return (name.startsWith(this.text)
					&& SNAPSHOT.matcher(name).region(this.text.length(), name.length()).matches())
							? KIND + this.literals : NO_MATCH;
		}
		return this.pattern.matcher(name).matches() ? this.literals : NO_MATCH;
	}

	/**
	 * A name as patterns compare it: in lower case, and without what Google puts before
	 * the names of its models.
	 */
	public static String normalize(String name) {
		String lower = name.trim().toLowerCase(Locale.ROOT);
		return lower.startsWith("models/") ? lower.substring("models/".length()) : lower;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
