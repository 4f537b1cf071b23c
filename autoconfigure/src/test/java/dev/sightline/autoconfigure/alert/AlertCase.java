package dev.sightline.autoconfigure.alert;

import java.util.regex.Pattern;

import dev.sightline.autoconfigure.rules.Rule;

/**
 * What an alert is tried with.
 */
enum AlertCase {

	FIRES, SILENT, NO_DATA, COUNTER_RESET;

	private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)([mh])\\]");

	/**
	 * How many minutes of data an alert needs: for its longest window, and for as long as
	 * it has to last, twice.
	 */
	static int minutes(Rule rule) {
		int longest = WINDOW.matcher(rule.expression())
			.results()
			.mapToInt((window) -> Integer.parseInt(window.group(1)) * (window.group(2).equals("h") ? 60 : 1))
			.max()
			.orElse(5);
		long pending = (rule.pending() != null) ? rule.pending().toMinutes() : 0;
		return 2 * (longest + (int) pending + 5);
	}

	/**
	 * A series of this case for {@code promtool}.
	 * @param line a line of {@code cases.txt}: the series and its values
	 * @param minutes how many minutes of data there are
	 * @return a part of the test file, possibly empty
	 */
	String input(String line, int minutes) {
		String[] parts = line.split(" ");
		String value = (this == FIRES) ? parts[1] : parts[2];
		if (this == NO_DATA || value.equals("-")) {
			return "";
		}
		return "  - series: '%s'\n    values: '%s'\n".formatted(labelled(parts[0]), values(value, minutes));
	}

	private String values(String value, int minutes) {
		int half = minutes / 2;
		return switch (value.charAt(0)) {
			// A counter starts anew; a gauge is away while its process is.
			case '+' -> (this == COUNTER_RESET) ? "0%1$sx%2$d 0%1$sx%2$d".formatted(value, half)
					: "0%sx%d".formatted(value, minutes);
			case '~' -> "0+%sx%d".formatted(value.substring(1), minutes);
			default -> (this == COUNTER_RESET) ? "%1$s+0x%2$d _ _ %1$s+0x%2$d".formatted(value, half)
					: "%s+0x%d".formatted(value, minutes);
		};
	}

	private static String labelled(String series) {
		if (series.contains("job=")) {
			return series.replace("}", ",instance=\"a:1\"}");
		}
		String own = "job=\"shop\",instance=\"a:1\",team=\"checkout\"}";
		return series.contains("{") ? series.replace("}", "," + own) : series + "{" + own;
	}

}
