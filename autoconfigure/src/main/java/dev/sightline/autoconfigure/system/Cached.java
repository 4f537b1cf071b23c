package dev.sightline.autoconfigure.system;

import java.util.function.LongSupplier;
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

	private final LongSupplier nanos;

	private @Nullable T value;

	private long time;

	Cached(Supplier<T> reader) {
		this(reader, System::nanoTime);
	}

	/**
	 * Create it empty.
	 * @param reader reads
	 * @param nanos a clock that does not jump, in nanoseconds
	 */
	Cached(Supplier<T> reader, LongSupplier nanos) {
		this.reader = reader;
		this.nanos = nanos;
	}

	/**
	 * The reading, at most a second old.
	 */
	synchronized T get() {
		long now = this.nanos.getAsLong();
		T value = this.value;
		if (value == null || now - this.time >= AGE) {
			value = this.reader.get();
			this.value = value;
			this.time = now;
		}
		return value;
	}

}
