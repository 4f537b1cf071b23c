package dev.sightline.autoconfigure.bounded;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts what should not happen often, and lets one of each kind be logged in a minute.
 *
 * @param <K> the kinds
 */
public final class CountedLine<K> {

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final ObjectProvider<MeterRegistry> registry;

	private final Function<K, Counter.Builder> counter;

	private final BoundedMap<K, Kind> kinds;

	/**
	 * Create it.
	 * @param registry where it is counted
	 * @param counter the counter of a kind
	 * @param limit how many kinds have a counter of their own
	 * @param other the kind of all others
	 */
	public CountedLine(ObjectProvider<MeterRegistry> registry, Function<K, Counter.Builder> counter, int limit,
			K other) {
		this.registry = registry;
		this.counter = counter;
		this.kinds = new BoundedMap<>(limit, other);
	}

	/**
	 * Count one.
	 * @param key its kind
	 * @param line logs it, with an end for the line that tells how many were not logged;
	 * called only if the kind had no line for a while
	 */
	public void count(K key, Consumer<String> line) {
		Kind kind = Objects.requireNonNull(this.kinds.get(key, this::register));
		if (kind.counter() != null) {
			kind.counter().increment();
		}
		int unlogged = kind.line().ask();
		if (unlogged != RepeatedLine.NOT_NOW) {
			line.accept((unlogged > 0) ? ", and " + unlogged + " more of this kind since the last such line" : "");
		}
	}

	private Kind register(K key) {
		MeterRegistry registry = this.registry.getIfAvailable();
		return new Kind((registry != null) ? this.counter.apply(key).register(registry) : null,
				new RepeatedLine(PAUSE));
	}

	private record Kind(@Nullable Counter counter, RepeatedLine line) {

	}

}
