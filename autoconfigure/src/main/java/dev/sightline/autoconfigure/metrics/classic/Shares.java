package dev.sightline.autoconfigure.metrics.classic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The classic families in percent that need two series: what of the memory and of the
 * disks is used.
 */
final class Shares {

	private static final Labeling DISKS = new Labeling(
			"system_device>device system_filesystem_mountpoint>mountpoint -system_filesystem_type");

	private static final String STATE = "system_filesystem_state";

	/**
	 * What makes each of them of the families that there are, {@code null} if these do
	 * not suffice.
	 */
	static final List<Function<Map<String, MetricSnapshot>, @Nullable MetricSnapshot>> ALL = List.of(Shares::memory,
			Shares::disks);

	private Shares() {
	}

	private static @Nullable MetricSnapshot memory(Map<String, MetricSnapshot> known) {
		MetricSnapshot limit = known.get("system_memory_limit_bytes");
		MetricSnapshot available = known.get("system_linux_memory_available_bytes");
		if (limit == null || available == null) {
			return null;
		}
		Sample all = Sample.of(limit.getDataPoints().get(0));
		Sample left = Sample.of(available.getDataPoints().get(0));
		return percent("system_memory_usage_percent", "What of the memory no application may have any more",
				List.of(point(1 - left.sum() / all.sum(), limit.getDataPoints().get(0).getLabels())));
	}

	private static @Nullable MetricSnapshot disks(Map<String, MetricSnapshot> known) {
		MetricSnapshot disks = known.get("system_filesystem_usage_bytes");
		return (disks != null)
				? percent("system_disk_usage_percent", "What of a disk is used, of what anybody may use", shares(disks))
				: null;
	}

	private static List<GaugeDataPointSnapshot> shares(MetricSnapshot disks) {
		Map<Labels, Sample> used = disks(disks, "used");
		Map<Labels, Sample> free = disks(disks, "free");
		List<GaugeDataPointSnapshot> points = new ArrayList<>();
		used.forEach((labels, sample) -> {
			Sample left = free.get(labels);
			if (left != null) {
				points.add(point(sample.sum() / (sample.sum() + left.sum()), labels));
			}
		});
		return points;
	}

	private static Map<Labels, Sample> disks(MetricSnapshot disks, String state) {
		Map<Labels, Sample> samples = new LinkedHashMap<>();
		Labeling only = new Labeling(STATE + "=" + state);
		for (DataPointSnapshot point : disks.getDataPoints()) {
			Labels labels = only.apply(point.getLabels());
			Labels classic = (labels != null) ? DISKS.apply(labels) : null;
			if (classic != null) {
				samples.put(classic, Sample.of(point));
			}
		}
		return samples;
	}

	private static GaugeDataPointSnapshot point(double share, Labels labels) {
		return new GaugeDataPointSnapshot(share * 100, labels, null);
	}

	private static MetricSnapshot percent(String name, String help, List<GaugeDataPointSnapshot> points) {
		return new GaugeSnapshot(new MetricMetadata(name, help), points);
	}

}
