package dev.sightline.autoconfigure.metrics.classic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A family under a classic name, and how it is made of one that there is.
 *
 * @param name the name without {@code _total}
 * @param kind what it is
 * @param source the name of the family that there is, without {@code _total}
 * @param labeling how its labels are made
 */
record ClassicFamily(String name, ClassicKind kind, String source, Labeling labeling) {

	/**
	 * Make the family.
	 * @param source the family that there is
	 * @return the family, {@code null} if it has no series
	 */
	@Nullable MetricSnapshot of(MetricSnapshot source) {
		Map<Labels, Sample> samples = new LinkedHashMap<>();
		for (DataPointSnapshot point : source.getDataPoints()) {
			Labels labels = this.labeling.apply(point.getLabels());
			if (labels != null) {
				samples.merge(labels, Sample.of(point), Sample::plus);
			}
		}
		return samples.isEmpty() ? null : snapshot(source.getMetadata().getHelp(), samples);
	}

	private MetricSnapshot snapshot(@Nullable String help, Map<Labels, Sample> samples) {
		MetricMetadata metadata = new MetricMetadata(this.name,
				((help != null && !help.isBlank()) ? help : "What is " + this.source + " too"));
		return switch (this.kind) {
			case COUNT, SUM -> counter(metadata, samples);
			case HISTOGRAM -> histogram(metadata, samples);
			case GAUGE, PERCENT -> gauge(metadata, samples);
		};
	}

	private CounterSnapshot counter(MetricMetadata metadata, Map<Labels, Sample> samples) {
		List<CounterDataPointSnapshot> points = new ArrayList<>();
		samples.forEach((labels, sample) -> points.add(new CounterDataPointSnapshot(
				(this.kind == ClassicKind.SUM) ? sample.sum() : sample.count(), labels, null, sample.created())));
		return new CounterSnapshot(metadata, points);
	}

	private static HistogramSnapshot histogram(MetricMetadata metadata, Map<Labels, Sample> samples) {
		List<HistogramDataPointSnapshot> points = new ArrayList<>();
		samples.forEach((labels, sample) -> {
			ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
			long below = 0;
			for (Map.Entry<Double, Long> bucket : sample.buckets().entrySet()) {
				buckets.bucket(bucket.getKey(), bucket.getValue() - below);
				below = bucket.getValue();
			}
			points.add(new HistogramDataPointSnapshot(buckets.build(), sample.sum(), labels, Exemplars.EMPTY,
					sample.created()));
		});
		return new HistogramSnapshot(metadata, points);
	}

	private GaugeSnapshot gauge(MetricMetadata metadata, Map<Labels, Sample> samples) {
		double factor = (this.kind == ClassicKind.PERCENT) ? 100 : 1;
		List<GaugeDataPointSnapshot> points = new ArrayList<>();
		samples
			.forEach((labels, sample) -> points.add(new GaugeDataPointSnapshot(sample.sum() * factor, labels, null)));
		return new GaugeSnapshot(metadata, points);
	}

}
