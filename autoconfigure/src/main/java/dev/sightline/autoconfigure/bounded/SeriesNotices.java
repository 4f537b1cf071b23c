package dev.sightline.autoconfigure.bounded;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of meters that have too many series: once in the log, and by a count.
 */
public final class SeriesNotices {

	/**
	 * Counts what was folded into other series or left out, by the name of the meter.
	 */
	static final String OVERFLOW = "sightline.cardinality.overflow";

	private static final String PREFIX = "sightline.metrics.cardinality.";

	static final String TOTAL = PREFIX + "max-total";

	/**
	 * How many meters are told apart.
	 */
	private static final int LIMIT = 100;

	private static final Logger logger = LoggerFactory.getLogger(SeriesNotices.class);

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Map<String, LongAdder> beyond = new ConcurrentHashMap<>();

	private final Map<String, Boolean> odd = new ConcurrentHashMap<>();

	/**
	 * The beginning of the properties of a meter.
	 */
	static String meters(String name) {
		return PREFIX + "meters[" + name + "].";
	}

	/**
	 * Show the count in a registry.
	 * @param registry the registry, which has no members
	 */
	public void showIn(MeterRegistry registry) {
		this.registries.add(registry);
		this.beyond.forEach((name, count) -> show(name, count, registry));
	}

	/**
	 * Count what may not be.
	 * @param name the meter
	 * @param excess why
	 * @param summed whether it was folded into a series that holds the sum, not left out
	 */
	void beyond(String name, MeterSeries.Excess excess, boolean summed) {
		String key = (this.beyond.containsKey(name) || this.beyond.size() < LIMIT) ? name : BoundedMap.OTHER;
		LongAdder count = this.beyond.get(key);
		if (count == null) {
			count = first(key,
					() -> tell(
							"Meter '{}' has too many series: {}. What comes later is {}. {} raises the limit."
									+ " This is told once.",
							name, excess.reason(), summed ? "counted as _other" : "left out, as it can not be summed",
							excess.property(name)));
		}
		count.increment();
	}

	/**
	 * Count what was left out, since there is no other series of its meter to fold it
	 * into.
	 * @param name the meter
	 */
	void leftOut(String name) {
		LongAdder count = this.beyond.get(BoundedMap.OTHER);
		if (count == null) {
			count = first(BoundedMap.OTHER,
					() -> tell("Meter '{}' and others of new names are left out: all meters together have as many"
							+ " series as they may. {} raises the limit. This is told once.", name, TOTAL));
		}
		count.increment();
	}

	private LongAdder first(String key, Runnable notice) {
		LongAdder count = new LongAdder();
		LongAdder before = this.beyond.putIfAbsent(key, count);
		if (before != null) {
			return before;
		}
		for (MeterRegistry registry : this.registries) {
			show(key, count, registry);
		}
		notice.run();
		return count;
	}

	/**
	 * Tell of a meter that has two forms.
	 */
	void odd(String name) {
		if (this.odd.size() < LIMIT && this.odd.putIfAbsent(name, true) == null) {
			tell("Meter '{}' has two forms: it was registered once more with other keys of its tags,"
					+ " or as another type. Sums over it may be wrong. This is told once.", name);
		}
	}

	private static void show(String name, LongAdder count, MeterRegistry registry) {
		FunctionCounter.builder(OVERFLOW, count, LongAdder::sum)
			.description("Lookups of series that a meter may not have: they are folded into others, or left out")
			.tag("meter", name)
			.register(registry);
	}

	/**
	 * On a thread of its own: whoever makes a meter holds locks of registries, which a
	 * log line that makes one too would wait for.
	 */
	private static void tell(String message, Object... arguments) {
		Thread thread = new Thread(() -> logger.warn(message, arguments), "sightline-series-notice");
		thread.setDaemon(true);
		thread.start();
	}

}
