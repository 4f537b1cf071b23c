package dev.sightline.autoconfigure.health;

import java.time.Duration;

/**
 * A run of a check, which may never end. Its check guards it.
 */
final class CheckRun {

	private final long start;

	private int limits;

	private boolean lost;

	CheckRun(long start) {
		this.start = start;
	}

	/**
	 * How many time limits it has passed.
	 */
	int limits() {
		return this.limits;
	}

	/**
	 * Pass one more time limit, if it is time.
	 */
	boolean passes(long now, long limit) {
		boolean passes = now - nextLimit(limit) >= 0;
		this.limits += passes ? 1 : 0;
		return passes;
	}

	long nextLimit(long limit) {
		return this.start + (this.limits + 1) * limit;
	}

	boolean isLost() {
		return this.lost;
	}

	/**
	 * Expect nothing of it.
	 */
	void lose() {
		this.lost = true;
	}

	Duration duration() {
		return Duration.ofNanos(System.nanoTime() - this.start);
	}

}
