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
			count(registry, "dropped", "What did not leave since there was no room for it", counts, tags,
					ExportCounts::dropped);
			count(registry, "failed", "What did not leave since it could not be sent", counts, tags,
					ExportCounts::failed);
			Gauge.builder("sightline.export.queued", counts, ExportCounts::queued)
				.description("What is about to leave the process")
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
