package dev.sightline.autoconfigure.bounded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The series that one meter has. Whoever changes it holds a lock; whoever reads it holds
 * none, and so may pass a limit by as many as there are threads.
 */
final class MeterSeries {

	private final int maxValues;

	private final int maxSeries;

	private final Meter.Type type;

	private final List<String> keys;

	/**
	 * How many registries have each series.
	 */
	private final Map<Meter.Id, Integer> series = new ConcurrentHashMap<>();

	/**
	 * How many series have each value of each tag.
	 */
	private final Map<String, Map<String, Integer>> values = new ConcurrentHashMap<>();

	private volatile boolean functions;

	MeterSeries(Meter.Id first, SeriesLimits limits) {
		SeriesLimits.Meter own = limits.of(first.getName());
		this.maxValues = Objects.requireNonNull(own.values());
		this.maxSeries = Objects.requireNonNull(own.series());
		this.type = first.getType();
		this.keys = keys(first);
	}

	/**
	 * Note a series of a registry.
	 * @return whether it is the first of its kind
	 */
	boolean add(Meter.Id id) {
		if (this.series.merge(id, 1, Integer::sum) > 1) {
			return false;
		}
		id.getTagsAsIterable()
			.forEach((tag) -> this.values.computeIfAbsent(tag.getKey(), (key) -> new ConcurrentHashMap<>())
				.merge(tag.getValue(), 1, Integer::sum));
		return true;
	}

	/**
	 * Forget a series of a registry.
	 * @return whether it was the last of its kind
	 */
	boolean remove(Meter.Id id) {
		Integer before = this.series.get(id);
		if (before == null || before > 1) {
			this.series.computeIfPresent(id, (key, count) -> count - 1);
			return false;
		}
		this.series.remove(id);
		id.getTagsAsIterable().forEach((tag) -> this.values.computeIfPresent(tag.getKey(), (key, counts) -> {
			counts.computeIfPresent(tag.getValue(), (value, count) -> (count > 1) ? count - 1 : null);
			return counts.isEmpty() ? null : counts;
		}));
		return true;
	}

	boolean isEmpty() {
		return this.series.isEmpty();
	}

	boolean has(Meter.Id id) {
		return this.series.containsKey(id);
	}

	/**
	 * Note that a series reads its value from an object.
	 */
	void haveFunctions() {
		this.functions = true;
	}

	boolean hasFunctions() {
		return this.functions;
	}

	/**
	 * The type of the first series.
	 */
	Meter.Type type() {
		return this.type;
	}

	boolean isLikeTheFirst(Meter.Id id) {
		return id.getType() == this.type && keys(id).equals(this.keys);
	}

	/**
	 * What is wrong with a series that is not there yet.
	 * @return why it may not be, {@code null} if it may
	 */
	@Nullable Excess excess(Meter.Id id, boolean full) {
		for (Tag tag : id.getTagsAsIterable()) {
			if (isBeyond(tag)) {
				return new Excess(tag.getKey(), this.maxValues);
			}
		}
		if (this.series.size() >= this.maxSeries) {
			return new Excess(null, this.maxSeries);
		}
		return full ? Excess.OF_ALL : null;
	}

	/**
	 * The series that stands for one that may not be.
	 */
	Meter.Id fold(Meter.Id id, boolean full) {
		List<Tag> tags = new ArrayList<>();
		id.getTagsAsIterable().forEach((tag) -> tags.add(isBeyond(tag) ? Tag.of(tag.getKey(), BoundedMap.OTHER) : tag));
		Meter.Id folded = id.replaceTags(tags);
		if (has(folded) || this.series.size() < this.maxSeries && !full) {
			return folded;
		}
		if (!keys(id).equals(this.keys)) {
			// So many sets of keys would be as many series.
			return id.replaceTags(this.keys.stream().map((key) -> Tag.of(key, BoundedMap.OTHER)).toList());
		}
		tags.replaceAll((tag) -> isOnlyValue(tag) ? tag : Tag.of(tag.getKey(), BoundedMap.OTHER));
		return id.replaceTags(tags);
	}

	private boolean isBeyond(Tag tag) {
		Map<String, Integer> known = this.values.get(tag.getKey());
		return known != null && !known.containsKey(tag.getValue()) && known.size() >= this.maxValues
				&& !tag.getValue().equals(BoundedMap.OTHER);
	}

	private boolean isOnlyValue(Tag tag) {
		Map<String, Integer> known = this.values.get(tag.getKey());
		return known != null && known.size() == 1 && known.containsKey(tag.getValue());
	}

	private static List<String> keys(Meter.Id id) {
		List<String> keys = new ArrayList<>();
		id.getTagsAsIterable().forEach((tag) -> keys.add(tag.getKey()));
		return keys;
	}

	/**
	 * Why a series may not be. Its texts are made only when they are asked for.
	 *
	 * @param tag the tag that has as many values as it may, {@code null} if that is not
	 * why
	 * @param limit how many values or series there are, 0 if all meters together have as
	 * many as they may
	 */
	record Excess(@Nullable String tag, int limit) {

		private static final Excess OF_ALL = new Excess(null, 0);

		/**
		 * The reason, as a sentence.
		 */
		String reason() {
			if (this.limit == 0) {
				return "all meters together have as many series as they may";
			}
			return "it has " + this.limit + ((this.tag != null) ? " values of its tag '" + this.tag + "'" : " series");
		}

		/**
		 * What raises the limit for a meter.
		 */
		String property(String name) {
			if (this.limit == 0) {
				return SeriesNotices.TOTAL;
			}
			return SeriesNotices.meters(name) + ((this.tag != null) ? "max-values" : "max-series");
		}

	}

}
