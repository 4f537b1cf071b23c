package dev.sightline.autoconfigure.slo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.rules.RuleFile;

/**
 * Series of the scrape, chosen by name and labels as PromQL does.
 *
 * @param name the name of the series, such as {@code http_server_requests_seconds_count}
 * @param matchers what the labels have to be
 */
record Selector(String name, List<LabelMatcher> matchers) {

	private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{(.*)\\})?");

	private static final Pattern MATCHER = Pattern
		.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(,|$)");

	Selector {
		matchers = List.copyOf(matchers);
	}

	/**
	 * Read a selector.
	 * @param text such as <code>name{label="value", other=~"a|b"}</code>
	 * @return the selector
	 * @throws IllegalArgumentException if it is none
	 */
	static Selector parse(String text) {
		Matcher selector = SELECTOR.matcher(text.strip());
		if (!selector.matches()) {
			throw new IllegalArgumentException(text);
		}
		List<LabelMatcher> matchers = new ArrayList<>();
		String rest = (selector.group(2) != null) ? selector.group(2) : "";
		Matcher matcher = MATCHER.matcher(rest);
		int end = 0;
		while (end < rest.length() && matcher.find(end) && matcher.start() == end) {
			matchers.add(new LabelMatcher(matcher.group(1), matcher.group(2), unquoted(matcher.group(3))));
			end = matcher.end();
		}
		if (!rest.substring(end).isBlank()) {
			throw new IllegalArgumentException(text);
		}
		return new Selector(selector.group(1), matchers);
	}

	private static String unquoted(String text) {
		return text.replace("\\\"", "\"").replace("\\\\", "\\");
	}

	Selector and(String label, String operator, String value) {
		List<LabelMatcher> all = new ArrayList<>(this.matchers);
		all.add(new LabelMatcher(label, operator, value));
		return new Selector(this.name, all);
	}

	/**
	 * The selector in PromQL, of the series of this application.
	 */
	String query() {
		StringBuilder query = new StringBuilder(this.name).append("{${app}");
		for (LabelMatcher matcher : this.matchers) {
			query.append(", ")
				.append(matcher.label())
				.append(matcher.operator())
				.append(RuleFile.quoted(matcher.value()));
		}
		return query.append('}').toString();
	}

	/**
	 * Whether labels are as they have to be.
	 * @param labels finds the value of a label, {@code null} if there is none
	 * @return whether they are; {@code le} is not looked at
	 */
	boolean matches(Function<String, @Nullable String> labels) {
		return this.matchers.stream().allMatch((matcher) -> {
			String value = labels.apply(matcher.label());
			return matcher.label().equals("le") || matcher.matches((value != null) ? value : "");
		});
	}

	/**
	 * The upper bound of a bucket.
	 * @return the value of {@code le}, {@code null} if there is none
	 * @throws IllegalArgumentException if it is not one number
	 */
	@Nullable Double bound() {
		return this.matchers.stream()
			.filter((matcher) -> matcher.label().equals("le"))
			.map(LabelMatcher::number)
			.findFirst()
			.orElse(null);
	}

	/**
	 * What a label has to be.
	 *
	 * @param label the name of the label
	 * @param operator one of those of PromQL
	 * @param value the value, or the expression that all of it has to match
	 */
	record LabelMatcher(String label, String operator, String value, @Nullable Pattern pattern) {

		LabelMatcher(String label, String operator, String value) {
			this(label, operator, value, operator.endsWith("~") ? compile(value) : null);
		}

		private static Pattern compile(String expression) {
			try {
				return Pattern.compile(expression);
			}
			catch (PatternSyntaxException ex) {
				throw new IllegalArgumentException(expression, ex);
			}
		}

		private Double number() {
			if (!this.operator.equals("=")) {
				throw new IllegalArgumentException(this.operator);
			}
			return this.value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(this.value);
		}

		boolean matches(String actual) {
			boolean same = (this.pattern != null) ? this.pattern.matcher(actual).matches() : this.value.equals(actual);
			return same != this.operator.startsWith("!");
		}

	}

}
