package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * An account that several processes share. What is spent here is known at once; a
 * {@link SharedLedger} adds it to what all have spent and brings their sum.
 */
final class SharedAccount implements Account {

	/**
	 * Digits after the point of what is shared. What is smaller waits until it is not.
	 */
	static final int SCALE = 9;

	private final String key;

	private final Thresholds thresholds;

	private final SharedLedger ledger;

	private Instant start = Instant.MIN;

	private BigDecimal shared = BigDecimal.ZERO;

	private BigDecimal pending = BigDecimal.ZERO;

	private BigDecimal sending = BigDecimal.ZERO;

	private boolean wanted = true;

	/**
	 * Create it.
	 * @param key tells it from other accounts
	 * @param thresholds notices when much is spent
	 * @param ledger brings together what all spend
	 */
	SharedAccount(String key, Thresholds thresholds, SharedLedger ledger) {
		this.key = key;
		this.thresholds = thresholds;
		this.ledger = ledger;
	}

	String key() {
		return this.key;
	}

	@Override
	public void add(Instant start, BigDecimal amount) {
		synchronized (this) {
			BigDecimal before = spent(start);
			this.pending = this.pending.add(amount);
			if (!this.ledger.isReachable()) {
				this.thresholds.spent(start, before, before.add(amount));
			}
		}
		this.ledger.wake();
	}

	@Override
	public synchronized BigDecimal spent(Instant start) {
		if (!start.equals(this.start)) {
			this.start = start;
			this.shared = BigDecimal.ZERO;
			this.pending = BigDecimal.ZERO;
			this.sending = BigDecimal.ZERO;
		}
		this.wanted = true;
		return this.shared.add(this.pending).add(this.sending);
	}

	/**
	 * Whether there is anything to send, or somebody asked what is spent since the last
	 * time.
	 */
	synchronized boolean isWanted() {
		return this.wanted && !this.start.equals(Instant.MIN);
	}

	/**
	 * Take what is to be sent.
	 */
	synchronized Delivery take() {
		this.wanted = false;
		this.sending = this.pending.setScale(SCALE, RoundingMode.DOWN);
		this.pending = this.pending.subtract(this.sending);
		return new Delivery(this.start, this.sending);
	}

	/**
	 * It was added to what all have spent.
	 * @param total the sum
	 */
	synchronized void delivered(Delivery delivery, BigDecimal total) {
		if (delivery.start().equals(this.start)) {
			this.shared = total;
			this.sending = BigDecimal.ZERO;
			this.thresholds.spent(this.start, total.subtract(delivery.amount()), total);
		}
	}

	/**
	 * It was not added, and is to be sent again.
	 */
	synchronized void failed(Delivery delivery) {
		if (delivery.start().equals(this.start)) {
			this.pending = this.pending.add(this.sending);
			this.sending = BigDecimal.ZERO;
			this.wanted = true;
		}
	}

	/**
	 * Something to be added.
	 *
	 * @param start when its period began
	 * @param amount how much, not negative; it may be nothing
	 */
	record Delivery(Instant start, BigDecimal amount) {

	}

}
