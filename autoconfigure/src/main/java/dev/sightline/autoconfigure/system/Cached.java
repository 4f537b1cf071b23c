package dev.sightline.autoconfigure.system;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A reading that all gauges of a scrape share, and scrapes that come at once.
 *
 * @param <T> what is read
 */
final class Cached<T> {

	/**
	 * In nanoseconds. A scrape is through in less, and nobody scrapes more often.
	 */
	private static final long AGE = 1_000_000_000;

	private final Supplier<T> reader;

	private @Nullable T value;

	private long time;

	Cached(Supplier<T> reader) {
		this.reader = reader;
	}

	/**
	 * The reading, at most a second old.
	 */
	synchronized T get() {
		long now = System.nanoTime();
		T value = this.value;
		if (value == null || now - this.time >= AGE) {
			value = this.reader.get();
			this.value = value;
			this.time = now;
		}
		return value;
	}

}
