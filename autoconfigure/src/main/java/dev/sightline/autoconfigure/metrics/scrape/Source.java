package dev.sightline.autoconfigure.metrics.scrape;

import java.util.List;
import java.util.function.Supplier;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a scrape collects metrics from, and that may fail or hang.
 */
final class Source {

	private static final Logger logger = LoggerFactory.getLogger(Source.class);

	private final Supplier<List<MetricSnapshot>> collector;

	private volatile boolean hanging;

	private volatile boolean told;

	private volatile String name = "unknown";

	Source(Supplier<List<MetricSnapshot>> collector) {
		this.collector = collector;
	}

	boolean isHanging() {
		return this.hanging;
	}

	/**
	 * Collect.
	 * @return the families, none if that fails
	 */
	List<MetricSnapshot> collect() {
		try {
			List<MetricSnapshot> families = this.collector.get();
			if (!families.isEmpty()) {
				this.name = families.get(0).getMetadata().getPrometheusName();
			}
			return families;
		}
		catch (Throwable ex) {
			// Whatever ends the thread of a scrape would leave this out for ever.
			tell("failed", ex);
			return List.of();
		}
	}

	/**
	 * Leave it out until it returns.
	 * @param thread who waits for it
	 */
	void hangs(Thread thread) {
		this.hanging = true;
		RuntimeException where = new IllegalStateException("It waits here");
		where.setStackTrace(thread.getStackTrace());
		tell("hangs, and is left out until it returns", where);
	}

	/**
	 * Ask it again, now that it returned.
	 */
	void returned() {
		this.hanging = false;
	}

	private void tell(String what, Throwable ex) {
		if (!this.told) {
			this.told = true;
			logger.warn("A metric of the scrape {}: '{}' when it was last seen. This is told once.", what, this.name,
					ex);
		}
	}

}
