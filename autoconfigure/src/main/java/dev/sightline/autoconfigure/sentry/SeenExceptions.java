package dev.sightline.autoconfigure.sentry;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Causes;

/**
 * The exceptions that were reported lately, so that each is reported once though a
 * resolver, the log and an observation tell of it. They are told apart by identity, and
 * chains of causes may be cycles.
 */
class SeenExceptions {

	/**
	 * An exception is told of again within milliseconds. This is what 10,000 different
	 * ones a second leave room for in 50 ms.
	 */
	private static final int SIZE = 512;

	/**
	 * One that is thrown again and again, since it is a constant, is reported again.
	 */
	private static final long NANOS = TimeUnit.SECONDS.toNanos(60);

	private final @Nullable Seen[] seen = new Seen[SIZE];

	private int next;

	/**
	 * Note that an exception is being reported.
	 * @return whether it is the first time, for it and for its causes
	 */
	synchronized boolean add(Throwable thrown) {
		long now = System.nanoTime();
		if (contains(thrown, now)) {
			return false;
		}
		for (Throwable cause : Causes.of(thrown)) {
			this.seen[this.next] = new Seen(new WeakReference<>(cause), now);
			this.next = (this.next + 1) % SIZE;
		}
		return true;
	}

	/**
	 * Whether an exception, or one of its causes, was reported lately.
	 */
	synchronized boolean contains(Throwable thrown) {
		return contains(thrown, System.nanoTime());
	}

	private boolean contains(Throwable thrown, long now) {
		for (Throwable cause : Causes.of(thrown)) {
			for (Seen one : this.seen) {
				if (one != null && one.thrown.refersTo(cause) && now - one.nanos < NANOS) {
					return true;
				}
			}
		}
		return false;
	}

	private record Seen(WeakReference<Throwable> thrown, long nanos) {

	}

}
