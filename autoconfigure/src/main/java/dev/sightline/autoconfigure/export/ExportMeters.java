package dev.sightline.autoconfigure.export;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows counts of exports as metrics.
 */
public final class ExportMeters implements MeterBinder {

	private final List<ExportCounts> all;

	/**
	 * Create the metrics of some counts.
	 */
	public ExportMeters(List<ExportCounts> all) {
		this.all = List.copyOf(all);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ExportCounts counts : this.all) {
			Tags tags = Tags.of("signal", counts.signal(), "destination", counts.destination());
			count(registry, "offered", "What was to leave the process", counts, tags, ExportCounts::offered);
			count(registry, "sent", "What left the process", counts, tags, ExportCounts::sent);
			for (LossReason reason : counts.reasons()) {
				count(registry, reason.isTried() ? "failed" : "dropped",
						reason.isTried() ? "What was tried, and did not leave" : "What was not even tried", counts,
						tags.and("reason", reason.tag()), (lost) -> lost.lost(reason));
			}
			Gauge.builder("sightline.export.queue.size", counts, ExportCounts::queued)
				.description("What is about to leave the process")
				.tags(tags)
				.register(registry);
			Gauge.builder("sightline.export.last.success.time", counts, ExportCounts::lastSuccess)
				.description("When something last left the process, in seconds since 1970")
				.baseUnit("seconds")
				.tags(tags)
				.register(registry);
		}
	}

	private static void count(MeterRegistry registry, String name, String description, ExportCounts counts, Tags tags,
			ToDoubleFunction<ExportCounts> count) {
		FunctionCounter.builder("sightline.export." + name, counts, count)
			.description(description)
			.tags(tags)
			.register(registry);
	}

}
