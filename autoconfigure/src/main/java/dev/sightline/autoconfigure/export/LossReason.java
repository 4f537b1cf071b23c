package dev.sightline.autoconfigure.export;

import java.util.Locale;

/**
 * Why something did not reach its destination.
 */
public enum LossReason {

	/**
	 * There was no room for it. It was not tried.
	 */
	QUEUE_FULL(false),

	/**
	 * The application ended before its turn came. It was not tried.
	 */
	SHUTDOWN(false),

	/**
	 * The destination had asked to be left alone. It was not tried.
	 */
	RATE_LIMITED(false),

	/**
	 * There were more of its kind than are sent. It was not tried.
	 */
	CAPPED(false),

	/**
	 * It could not be read or written.
	 */
	ERROR(true),

	/**
	 * There was no connection, or it broke.
	 */
	CONNECTION(true),

	/**
	 * The destination did not answer in time.
	 */
	TIMEOUT(true),

	/**
	 * The destination does not know who sends.
	 */
	UNAUTHORIZED(true),

	/**
	 * The destination was busy, and stayed so.
	 */
	THROTTLED(true),

	/**
	 * The destination did not want it, or not all of it.
	 */
	REJECTED(true),

	/**
	 * The destination failed.
	 */
	UNAVAILABLE(true);

	private final boolean tried;

	LossReason(boolean tried) {
		this.tried = tried;
	}

	/**
	 * Whether it was tried: then it failed, and else it was dropped.
	 */
	public boolean isTried() {
		return this.tried;
	}

	/**
	 * The name of the reason in metrics, in lower case.
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}
