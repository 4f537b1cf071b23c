package dev.sightline.autoconfigure.export;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a signal offered to a destination, and what became of it. All that was
 * offered was sent, dropped or failed, or is still queued.
 */
public final class ExportCounts {

	private final String signal;

	private final String destination;

	private final LongAdder offered = new LongAdder();

	private final LongAdder sent = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder failed = new LongAdder();

	/**
	 * Create counts of nothing.
	 * @param signal the signal, such as {@code logs}
	 * @param destination a name for where it goes
	 */
	public ExportCounts(String signal, String destination) {
		this.signal = signal;
		this.destination = destination;
	}

	/**
	 * The signal.
	 */
	public String signal() {
		return this.signal;
	}

	/**
	 * The destination.
	 */
	public String destination() {
		return this.destination;
	}

	/**
	 * One was offered.
	 */
	public void offer() {
		this.offered.increment();
	}

	/**
	 * Some were sent.
	 */
	public void send(long count) {
		this.sent.add(count);
	}

	/**
	 * Some were dropped since there was no room for them.
	 */
	public void drop(long count) {
		this.dropped.add(count);
	}

	/**
	 * Some could not be sent.
	 */
	public void fail(long count) {
		this.failed.add(count);
	}

	/**
	 * How many were offered.
	 */
	public long offered() {
		return this.offered.sum();
	}

	/**
	 * How many were sent.
	 */
	public long sent() {
		return this.sent.sum();
	}

	/**
	 * How many were dropped.
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * How many failed.
	 */
	public long failed() {
		return this.failed.sum();
	}

	/**
	 * How many are still on their way.
	 */
	public long queued() {
		// What became of them first: else one that is offered meanwhile is missed.
		long done = sent() + dropped() + failed();
		return Math.max(0, offered() - done);
	}

}
