package dev.sightline.autoconfigure.bounded;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

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
	 * Do something to a target, and go on if it fails. An action that captures nothing is
	 * no object of its own each time, which is for where there is none to spare.
	 */
	public <T, A> void run(T target, A argument, BiConsumer<T, A> action) {
		try {
			action.accept(target, argument);
		}
		catch (RuntimeException | LinkageError ex) {
			tell(ex);
		}
	}

	/**
	 * Do something to a target with a number, as {@link #run(Object, Object, BiConsumer)}
	 * does.
	 */
	public <T> void run(T target, long argument, ObjLongConsumer<T> action) {
		try {
			action.accept(target, argument);
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
