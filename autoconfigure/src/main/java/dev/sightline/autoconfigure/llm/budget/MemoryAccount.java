package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An account in this process.
 */
final class MemoryAccount implements Account {

	private final Thresholds thresholds;

	private Instant start = Instant.MIN;

	private BigDecimal spent = BigDecimal.ZERO;

	MemoryAccount(Thresholds thresholds) {
		this.thresholds = thresholds;
	}

	@Override
	public synchronized void add(Instant start, BigDecimal amount) {
		BigDecimal before = spent(start);
		this.start = start;
		this.spent = before.add(amount);
		this.thresholds.spent(start, before, this.spent);
	}

	@Override
	public synchronized BigDecimal spent(Instant start) {
		return start.equals(this.start) ? this.spent : BigDecimal.ZERO;
	}

}
