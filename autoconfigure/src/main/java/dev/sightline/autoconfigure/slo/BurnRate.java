package dev.sightline.autoconfigure.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * How fast an error budget may be spent until somebody is told: so much of it in a time,
 * and still so in a shorter one.
 *
 * @see <a href="https://sre.google/workbook/alerting-on-slos/">Alerting on SLOs</a>
 */
enum BurnRate {

	/**
	 * 14.4 times as fast as it may be, for a window of 30 days.
	 */
	VERY_FAST("SloBurnsVeryFast", "0.02", Duration.ofHours(1), Duration.ofMinutes(5), "critical"),

	/**
	 * 6 times as fast.
	 */
	FAST("SloBurnsFast", "0.05", Duration.ofHours(6), Duration.ofMinutes(30), "critical"),

	/**
	 * 3 times as fast.
	 */
	TICKET("SloBurns", "0.1", Duration.ofDays(1), Duration.ofHours(2), "warning"),

	/**
	 * As fast as it just may be.
	 */
	SLOW("SloBurnsSlowly", "0.1", Duration.ofDays(3), Duration.ofHours(6), "warning");

	private final String alert;

	private final BigDecimal part;

	private final Duration longWindow;

	private final Duration shortWindow;

	private final String severity;

	BurnRate(String alert, String part, Duration longWindow, Duration shortWindow, String severity) {
		this.alert = alert;
		this.part = new BigDecimal(part);
		this.longWindow = longWindow;
		this.shortWindow = shortWindow;
		this.severity = severity;
	}

	String alert() {
		return this.alert;
	}

	Duration longWindow() {
		return this.longWindow;
	}

	Duration shortWindow() {
		return this.shortWindow;
	}

	String severity() {
		return this.severity;
	}

	/**
	 * How many times as fast the budget is spent as it would last just for its window.
	 * @param window the window of the objective
	 * @return the factor, 1 at least
	 */
	BigDecimal factor(Duration window) {
		return this.part.multiply(BigDecimal.valueOf(window.toMinutes()))
			.divide(BigDecimal.valueOf(this.longWindow.toMinutes()), MathContext.DECIMAL32)
			// What is spent slower than that lasts for the window.
			.max(BigDecimal.ONE)
			.stripTrailingZeros();
	}

}
