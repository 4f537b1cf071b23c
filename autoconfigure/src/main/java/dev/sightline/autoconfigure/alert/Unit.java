package dev.sightline.autoconfigure.alert;

import java.math.BigDecimal;
import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

import dev.sightline.autoconfigure.rules.RuleFile;

/**
 * What a limit counts.
 */
enum Unit {

	/**
	 * A share, from 0 to 1.
	 */
	RATIO("a share from 0 to 1, such as 0.05 or 5%") {

		@Override
		double parse(String text) {
			double value = text.endsWith("%")
					? number(text.substring(0, text.length() - 1)).movePointLeft(2).doubleValue()
					: number(text).doubleValue();
			if (value > 1) {
				throw new IllegalArgumentException();
			}
			return value;
		}

		@Override
		String show(double value) {
			return plain(BigDecimal.valueOf(value).movePointRight(2)) + " %";
		}

	},

	/**
	 * A time.
	 */
	SECONDS("a time, such as 500ms, 2s or 7d") {

		@Override
		double parse(String text) {
			if (text.strip().matches("[+-]?\\d*")) {
				throw new IllegalArgumentException();
			}
			return DurationStyle.detectAndParse(text.strip()).toNanos() / 1e9;
		}

		@Override
		String show(double value) {
			return RuleFile.duration(Duration.ofMillis(Math.round(value * 1000)));
		}

	},

	/**
	 * A number of things, or of things in a second.
	 */
	COUNT("a number that is not negative") {

		@Override
		double parse(String text) {
			return number(text).doubleValue();
		}

		@Override
		String show(double value) {
			return plain(BigDecimal.valueOf(value));
		}

	};

	private final String form;

	Unit(String form) {
		this.form = form;
	}

	/**
	 * In words, what a limit looks like.
	 */
	String form() {
		return this.form;
	}

	/**
	 * Read a limit.
	 * @throws RuntimeException if it is none
	 */
	abstract double parse(String text);

	/**
	 * A limit for people.
	 */
	abstract String show(double value);

	/**
	 * A limit for PromQL.
	 */
	static String query(double value) {
		return plain(BigDecimal.valueOf(value));
	}

	private static BigDecimal number(String text) {
		return new BigDecimal(text.strip());
	}

	private static String plain(BigDecimal number) {
		return number.stripTrailingZeros().toPlainString();
	}

}
