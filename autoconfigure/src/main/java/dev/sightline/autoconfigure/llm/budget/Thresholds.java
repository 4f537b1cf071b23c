package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.BiConsumer;

/**
 * Notices when 80 and 100 percent of a budget are spent, once in a period.
 */
final class Thresholds {

	private static final int[] PERCENT = { 80, 100 };

	private final BigDecimal[] amounts = new BigDecimal[PERCENT.length];

	private final BiConsumer<Integer, BigDecimal> listener;

	private Instant period = Instant.MIN;

	private int told;

	/**
	 * Create it.
	 * @param amount the amount of the budget
	 * @param listener is told of the percentage and what is spent
	 */
	Thresholds(BigDecimal amount, BiConsumer<Integer, BigDecimal> listener) {
		for (int i = 0; i < PERCENT.length; i++) {
			this.amounts[i] = amount.multiply(BigDecimal.valueOf(PERCENT[i])).movePointLeft(2);
		}
		this.listener = listener;
	}

	/**
	 * More was spent.
	 * @param start when the period began
	 * @param before what was spent before
	 * @param after what is spent now
	 */
	synchronized void spent(Instant start, BigDecimal before, BigDecimal after) {
		if (!start.equals(this.period)) {
			this.period = start;
			this.told = 0;
		}
		for (int i = 0; i < PERCENT.length; i++) {
			boolean crossed = before.compareTo(this.amounts[i]) < 0 && after.compareTo(this.amounts[i]) >= 0;
			if (crossed && this.told < PERCENT[i]) {
				this.told = PERCENT[i];
				this.listener.accept(PERCENT[i], after);
			}
		}
	}

}
