package dev.sightline.autoconfigure.bounded;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Values that are made once for each key, until there are too many: all keys after that
 * share one more value. It is safe for threads, which may pass the limit by a few.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class BoundedMap<K, V> {

	/**
	 * What stands for all that is not told apart, in tags of metrics.
	 */
	public static final String OTHER = "_other";

	private final int limit;

	private final K other;

	private final Map<K, V> values = new ConcurrentHashMap<>();

	/**
	 * Create an empty map.
	 * @param limit how many keys have a value of their own
	 * @param other the key of all others
	 */
	public BoundedMap(int limit, K other) {
		this.limit = limit;
		this.other = other;
	}

	/**
	 * The value of a key.
	 * @param key the key
	 * @param factory makes the value of the key that it is given; {@code null} is not
	 * kept, so that it is asked again
	 * @return the value, {@code null} if there is none
	 */
	public @Nullable V get(K key, Function<K, @Nullable V> factory) {
		V value = this.values.get(key);
		if (value != null) {
			return value;
		}
		return this.values.computeIfAbsent((this.values.size() < this.limit) ? key : this.other, factory);
	}

}
