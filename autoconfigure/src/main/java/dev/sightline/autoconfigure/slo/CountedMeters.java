package dev.sightline.autoconfigure.slo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import org.jspecify.annotations.Nullable;

/**
 * The meters whose series a selector chooses. A meter is looked at when it comes to the
 * registry, so that a scrape reads only those that count.
 */
class CountedMeters {

	private final Selector selector;

	/**
	 * What the name of the series has behind the name of each meter, such as
	 * {@code _count}.
	 */
	private final Map<Meter, String> suffixes = new ConcurrentHashMap<>();

	/**
	 * Find the meters, and go on with those that come and go.
	 * @param selector what is chosen
	 * @param registry where the meters are
	 */
	CountedMeters(Selector selector, MeterRegistry registry) {
		this.selector = selector;
		NamingConvention naming = registry.config().namingConvention();
		registry.config().onMeterAdded((meter) -> added(meter, naming)).onMeterRemoved(this.suffixes::remove);
		registry.forEachMeter((meter) -> added(meter, naming));
	}

	private void added(Meter meter, NamingConvention naming) {
		Meter.Id id = meter.getId();
		String name = naming.name(id.getName(), id.getType(), id.getBaseUnit());
		if (!this.selector.name().startsWith(name)) {
			return;
		}
		Function<String, @Nullable String> labels = (label) -> {
			for (Tag tag : id.getTagsAsIterable()) {
				if (naming.tagKey(tag.getKey()).equals(label)) {
					return naming.tagValue(tag.getValue());
				}
			}
			return null;
		};
		try {
			if (this.selector.matches(labels)) {
				this.suffixes.put(meter, this.selector.name().substring(name.length()));
			}
		}
		catch (RuntimeException | StackOverflowError ex) {
			// A pattern of the user's, in a call that may be of a request: what it can
			// not be compared with does not count.
		}
	}

	/**
	 * The sum of the series.
	 * @return how much was counted, 0 if there is no such series
	 */
	double sum() {
		double sum = 0;
		for (Map.Entry<Meter, String> counted : this.suffixes.entrySet()) {
			sum += value(counted.getKey(), counted.getValue());
		}
		return sum;
	}

	private double value(Meter meter, String suffix) {
		if (suffix.equals("_bucket") && meter instanceof HistogramSupport histogram) {
			return bucket(histogram, this.selector.bound(), meter instanceof Timer);
		}
		if (suffix.equals("_count")) {
			return (meter instanceof Timer timer) ? timer.count()
					: (meter instanceof DistributionSummary summary) ? summary.count() : 0;
		}
		if (suffix.equals("_sum") && meter instanceof DistributionSummary summary) {
			return summary.totalAmount();
		}
		if (suffix.isEmpty() || suffix.equals("_total")) {
			return (meter instanceof Counter counter) ? counter.count()
					: (meter instanceof FunctionCounter function) ? function.count() : 0;
		}
		return 0;
	}

	private static double bucket(HistogramSupport histogram, @Nullable Double bound, boolean time) {
		if (bound == null) {
			return 0;
		}
		if (bound.isInfinite()) {
			return histogram.takeSnapshot().count();
		}
		for (CountAtBucket bucket : histogram.takeSnapshot().histogramCounts()) {
			double upper = time ? bucket.bucket() / 1e9 : bucket.bucket();
			if (Math.abs(upper - bound) <= bound * 1e-9) {
				return bucket.count();
			}
		}
		return 0;
	}

}
