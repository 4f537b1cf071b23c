package dev.sightline.autoconfigure.slo;

import java.util.List;
import java.util.function.Function;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * What is left of the error budgets by what this process counted since it started. It is
 * worked out from meters that are there anyway, when somebody scrapes.
 */
class SloBudgets implements MeterBinder {

	private final List<Slo> slos;

	private final ObjectProvider<PrometheusMeterRegistry> scraped;

	/**
	 * Create the gauges.
	 * @param slos the objectives
	 * @param scraped the registry whose series the objectives name
	 */
	SloBudgets(List<Slo> slos, ObjectProvider<PrometheusMeterRegistry> scraped) {
		this.slos = slos;
		this.scraped = scraped;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Slo slo : this.slos) {
			Gauge.builder("slo.error.budget.remaining", () -> remaining(slo))
				.description("Share of the error budget that is left, by what this process counted since it started")
				.baseUnit("ratio")
				.tag("slo", slo.name())
				.register(registry);
		}
	}

	/**
	 * The share that is left.
	 * @return 1 if nothing bad was counted, below 0 if more was than there may be,
	 * {@code NaN} without a scrape
	 */
	private double remaining(Slo slo) {
		PrometheusMeterRegistry registry = this.scraped.getIfAvailable();
		if (registry == null) {
			return Double.NaN;
		}
		double total = 0;
		double good = 0;
		NamingConvention naming = registry.config().namingConvention();
		for (Meter meter : registry.getMeters()) {
			Meter.Id id = meter.getId();
			String name = naming.name(id.getName(), id.getType(), id.getBaseUnit());
			total += count(slo.total(), name, meter, naming);
			good += count(slo.good(), name, meter, naming);
		}
		return (total > 0) ? 1 - (total - good) / total / slo.budget().doubleValue() : 1;
	}

	private static double count(Selector selector, String name, Meter meter, NamingConvention naming) {
		if (!selector.name().startsWith(name)) {
			return 0;
		}
		String suffix = selector.name().substring(name.length());
		Function<String, @Nullable String> labels = (label) -> {
			for (Tag tag : meter.getId().getTagsAsIterable()) {
				if (naming.tagKey(tag.getKey()).equals(label)) {
					return naming.tagValue(tag.getValue());
				}
			}
			return null;
		};
		if (!selector.matches(labels)) {
			return 0;
		}
		Double value = value(meter, suffix, selector);
		return (value != null) ? value : 0;
	}

	private static @Nullable Double value(Meter meter, String suffix, Selector selector) {
		if (suffix.equals("_bucket") && meter instanceof HistogramSupport histogram) {
			return bucket(histogram, selector.bound(), meter instanceof Timer);
		}
		if (suffix.equals("_count")) {
			return (meter instanceof Timer timer) ? (Double) (double) timer.count()
					: (meter instanceof DistributionSummary summary) ? (Double) (double) summary.count() : null;
		}
		if (suffix.equals("_sum") && meter instanceof DistributionSummary summary) {
			return summary.totalAmount();
		}
		if (suffix.isEmpty() || suffix.equals("_total")) {
			return (meter instanceof Counter counter) ? (Double) counter.count()
					: (meter instanceof FunctionCounter function) ? (Double) function.count() : null;
		}
		return null;
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
