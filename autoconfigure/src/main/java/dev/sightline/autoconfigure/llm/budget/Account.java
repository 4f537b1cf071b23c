package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What is spent of one budget by one value of its attribute, in the current period. It is
 * safe for threads.
 */
interface Account {

	/**
	 * Note that more was spent.
	 * @param start when the period began
	 */
	void add(Instant start, BigDecimal amount);

	/**
	 * What is spent, as far as this process knows.
	 * @param start when the period began
	 */
	BigDecimal spent(Instant start);

}
