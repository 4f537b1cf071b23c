package dev.sightline.autoconfigure.bounded;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says when a log line may be written that would be written too often.
 */
public final class RepeatedLine {

	/**
	 * Not now.
	 */
	public static final int NOT_NOW = -1;

	private final long pause;

	private final AtomicLong next = new AtomicLong(System.nanoTime());

	private final AtomicInteger unwritten = new AtomicInteger();

	/**
	 * Create the judge of a line that may be written at once.
	 * @param pause the time from one line to the next
	 */
	public RepeatedLine(Duration pause) {
		this.pause = pause.toNanos();
	}

	/**
	 * Ask whether the line may be written.
	 * @return how many were not written since the last, or {@link #NOT_NOW}
	 */
	public int ask() {
		long now = System.nanoTime();
		long next = this.next.get();
		if (now - next >= 0 && this.next.compareAndSet(next, now + this.pause)) {
			return this.unwritten.getAndSet(0);
		}
		this.unwritten.incrementAndGet();
		return NOT_NOW;
	}

}
