package dev.sightline.autoconfigure.bounded;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Counts what is slow, and lets one of each kind be logged in a minute.
 *
 * @param <K> the kinds
 */
public final class SlowCounter<K> {

	private final long threshold;

	private final CountedLine<K> lines;

	/**
	 * Create a counter.
	 * @param property the property that says what is slow
	 * @param threshold what it says
	 * @param registry where it is counted
	 * @param counter the counter of a kind
	 * @param limit how many kinds have a counter of their own
	 * @param other the kind of all others
	 * @throws InvalidConfigurationPropertyValueException if the threshold is nothing or
	 * less
	 */
	public SlowCounter(String property, Duration threshold, ObjectProvider<MeterRegistry> registry,
			Function<K, Counter.Builder> counter, int limit, K other) {
		if (threshold.isNegative() || threshold.isZero()) {
			throw new InvalidConfigurationPropertyValueException(property, threshold,
					"It has to be longer than nothing, such as 1s.");
		}
		this.threshold = threshold.toNanos();
		this.lines = new CountedLine<>(registry, counter, limit, other);
	}

	/**
	 * Whether something that took so long is slow.
	 */
	public boolean isSlow(long nanos) {
		return nanos >= this.threshold;
	}

	/**
	 * Count one that is slow.
	 * @param key its kind
	 * @param line logs it, with an end for the line that tells how many were not logged;
	 * called only if the kind had no line for a while
	 */
	public void count(K key, Consumer<String> line) {
		this.lines.count(key, line);
	}

}
