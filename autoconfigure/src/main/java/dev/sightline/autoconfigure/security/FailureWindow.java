package dev.sightline.autoconfigure.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts failures by key in a window that slides: what the last whole window had counts
 * less the longer it is ago. It keeps a bounded number of keys, those that failed last.
 */
final class FailureWindow {

	/**
	 * How many keys are kept.
	 */
	static final int KEYS = 10_000;

	/**
	 * A longer key is cut, so that memory is bounded.
	 */
	private static final int LENGTH = 128;

	private final int threshold;

	private final long window;

	private final LongSupplier clock;

	private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
			return size() > KEYS;
		}

	};

	/**
	 * Create a window without failures.
	 * @param threshold how many are suspicious
	 * @param window the length of the window
	 * @param clock gives nanoseconds, never goes back
	 */
	FailureWindow(int threshold, Duration window, LongSupplier clock) {
		this.threshold = threshold;
		this.window = window.toNanos();
		this.clock = clock;
	}

	/**
	 * Count a failure.
	 * @return whether the key is suspicious since now
	 */
	synchronized boolean add(String key) {
		String kept = (key.length() > LENGTH) ? key.substring(0, LENGTH) : key;
		long now = this.clock.getAsLong();
		Failures failures = this.failures.computeIfAbsent(kept, (name) -> new Failures(now));
		failures.slide(now, this.window);
		failures.current++;
		boolean before = failures.suspicious;
		failures.suspicious = failures.count(now, this.window) >= this.threshold;
		return failures.suspicious && !before;
	}

	/**
	 * How many keys are suspicious now.
	 */
	synchronized int suspicious() {
		long now = this.clock.getAsLong();
		int suspicious = 0;
		for (Failures failures : this.failures.values()) {
			failures.slide(now, this.window);
			suspicious += (failures.count(now, this.window) >= this.threshold) ? 1 : 0;
		}
		return suspicious;
	}

	/**
	 * The failures of a key.
	 */
	private static final class Failures {

		private long begin;

		private int current;

		private int previous;

		private boolean suspicious;

		Failures(long begin) {
			this.begin = begin;
		}

		void slide(long now, long window) {
			long windows = (now - this.begin) / window;
			if (windows > 0) {
				this.previous = (windows == 1) ? this.current : 0;
				this.current = 0;
				this.begin += windows * window;
			}
		}

		double count(long now, long window) {
			return this.current + this.previous * (1 - (double) (now - this.begin) / window);
		}

	}

}
