package dev.sightline.autoconfigure.export;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
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

	private final Map<LossReason, LongAdder> lost = new EnumMap<>(LossReason.class);

	private volatile long lastSuccess;

	/**
	 * Create counts of nothing for what is written within the process: it lacks room, can
	 * not be written, or its turn does not come.
	 * @param signal the signal, such as {@code logs}
	 * @param destination a name for where it goes
	 */
	public ExportCounts(String signal, String destination) {
		this(signal, destination, EnumSet.of(LossReason.QUEUE_FULL, LossReason.SHUTDOWN, LossReason.ERROR));
	}

	/**
	 * Create counts of nothing.
	 * @param signal the signal, such as {@code traces}
	 * @param destination a name for where it goes
	 * @param reasons why it may be lost, each of which has a series of its own. What is
	 * lost for another reason counts as {@link LossReason#ERROR} or
	 * {@link LossReason#QUEUE_FULL}.
	 */
	public ExportCounts(String signal, String destination, Set<LossReason> reasons) {
		this.signal = signal;
		this.destination = destination;
		reasons.forEach((reason) -> this.lost.put(reason, new LongAdder()));
		this.lost.putIfAbsent(LossReason.QUEUE_FULL, new LongAdder());
		this.lost.putIfAbsent(LossReason.ERROR, new LongAdder());
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
	 * Why something may be lost.
	 */
	public Set<LossReason> reasons() {
		return this.lost.keySet();
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
		this.lastSuccess = System.currentTimeMillis();
		this.sent.add(count);
	}

	/**
	 * Some were dropped since there was no room for them.
	 */
	public void drop(long count) {
		lose(LossReason.QUEUE_FULL, count);
	}

	/**
	 * Some could not be sent.
	 */
	public void fail(long count) {
		lose(LossReason.ERROR, count);
	}

	/**
	 * Some were lost.
	 */
	public void lose(LossReason reason, long count) {
		LongAdder lost = this.lost.get(reason);
		if (lost == null) {
			lost = this.lost.get(reason.isTried() ? LossReason.ERROR : LossReason.QUEUE_FULL);
		}
		if (lost != null) {
			lost.add(count);
		}
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
	 * How many were lost for a reason.
	 */
	public long lost(LossReason reason) {
		LongAdder lost = this.lost.get(reason);
		return (lost != null) ? lost.sum() : 0;
	}

	/**
	 * How many were dropped, which means that they were not tried.
	 */
	public long dropped() {
		return lost(false);
	}

	/**
	 * How many failed, which means that they were tried.
	 */
	public long failed() {
		return lost(true);
	}

	private long lost(boolean tried) {
		long sum = 0;
		for (Map.Entry<LossReason, LongAdder> entry : this.lost.entrySet()) {
			if (entry.getKey().isTried() == tried) {
				sum += entry.getValue().sum();
			}
		}
		return sum;
	}

	/**
	 * How many are still on their way.
	 */
	public long queued() {
		// What became of them first: else one that is offered meanwhile is missed.
		long done = sent() + dropped() + failed();
		return Math.max(0, offered() - done);
	}

	/**
	 * When something was last sent.
	 * @return the seconds since 1970, not a number if nothing was
	 */
	public double lastSuccess() {
		long millis = this.lastSuccess;
		return (millis > 0) ? millis / 1000.0 : Double.NaN;
	}

}
