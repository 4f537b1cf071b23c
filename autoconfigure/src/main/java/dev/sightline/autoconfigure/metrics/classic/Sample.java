package dev.sightline.autoconfigure.metrics.classic;

import java.util.SortedMap;
import java.util.TreeMap;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

/**
 * What a series holds, whatever it is, so that several can become one.
 *
 * @param count how often it was recorded to, the value of a counter
 * @param sum what was recorded, the value of a gauge
 * @param buckets how often it was recorded to at or below each boundary, the last of
 * which is infinite
 * @param created when it began, in milliseconds since 1970, 0 if that is not known
 */
record Sample(double count, double sum, SortedMap<Double, Long> buckets, long created) {

	static Sample of(DataPointSnapshot point) {
		long created = point.hasCreatedTimestamp() ? point.getCreatedTimestampMillis() : 0;
		if (point instanceof HistogramDataPointSnapshot histogram) {
			SortedMap<Double, Long> buckets = new TreeMap<>();
			long count = 0;
			for (ClassicHistogramBucket bucket : histogram.getClassicBuckets()) {
				count += bucket.getCount();
				buckets.put(bucket.getUpperBound(), count);
			}
			return new Sample(count, histogram.getSum(), buckets, created);
		}
		if (point instanceof SummaryDataPointSnapshot summary) {
			return of(summary.getCount(), summary.getSum(), created);
		}
		if (point instanceof CounterDataPointSnapshot counter) {
			return of(counter.getValue(), counter.getValue(), created);
		}
		double value = (point instanceof GaugeDataPointSnapshot gauge) ? gauge.getValue() : Double.NaN;
		return of(value, value, created);
	}

	private static Sample of(double count, double sum, long created) {
		SortedMap<Double, Long> buckets = new TreeMap<>();
		buckets.put(Double.POSITIVE_INFINITY, (long) count);
		return new Sample(count, sum, buckets, created);
	}

	/**
	 * The sum of two. Of boundaries those are left that both have.
	 */
	Sample plus(Sample other) {
		SortedMap<Double, Long> common = new TreeMap<>();
		this.buckets.forEach((bound, below) -> {
			Long others = other.buckets.get(bound);
			if (others != null) {
				common.put(bound, below + others);
			}
		});
		long created = (this.created == 0 || other.created == 0) ? 0 : Math.min(this.created, other.created);
		return new Sample(this.count + other.count, this.sum + other.sum, common, created);
	}

}
