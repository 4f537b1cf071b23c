package dev.sightline.autoconfigure.bounded;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;

/**
 * Keeps what goes wrong with telemetry away from the application, and tells of it once.
 */
public final class Guard {

	private final Logger logger;

	private final String message;

	private final AtomicBoolean told = new AtomicBoolean();

	/**
	 * Create a guard that has told nothing.
	 * @param logger where it tells
	 * @param message what it says, at level WARN
	 */
	public Guard(Logger logger, String message) {
		this.logger = logger;
		this.message = message;
	}

	/**
	 * Do something, and go on if it fails.
	 */
	public void run(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | LinkageError ex) {
			tell(ex);
		}
	}

	/**
	 * Tell of a failure, if it is the first.
	 */
	public void tell(Throwable ex) {
		if (this.told.compareAndSet(false, true)) {
			this.logger.warn(this.message, ex);
		}
	}

}
