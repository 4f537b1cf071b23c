package dev.sightline.autoconfigure.metrics.cardinality;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Removes series that nothing was recorded to for a while.
 */
class UnusedSeries implements DisposableBean {

	private final MeterRegistry registry;

	private final Map<String, Duration> after;

	private final Guard guard = new Guard(LoggerFactory.getLogger(UnusedSeries.class),
			"Unused series were not removed. This is told once.");

	private Map<Meter.Id, Use> uses = new HashMap<>();

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "sightline-unused-series");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Create it.
	 * @param registry the registry whose series it removes
	 * @param after after what time, by the names of meters; at least one
	 */
	UnusedSeries(MeterRegistry registry, Map<String, Duration> after) {
		this.registry = registry;
		this.after = after;
		long period = after.values().stream().mapToLong(Duration::toMillis).min().orElse(Long.MAX_VALUE) / 4 + 1;
		this.executor.scheduleWithFixedDelay(() -> this.guard.run(() -> sweep(System.nanoTime())), period, period,
				TimeUnit.MILLISECONDS);
	}

	/**
	 * Remove what was not used.
	 * @param now the time in nanoseconds, which does not jump with the clock
	 */
	synchronized void sweep(long now) {
		Map<Meter.Id, Use> uses = new HashMap<>();
		List<Meter> unused = new ArrayList<>();
		for (Meter meter : this.registry.getMeters()) {
			Duration after = this.after.get(meter.getId().getName());
			Long count = (after != null) ? count(meter) : null;
			if (after == null || count == null) {
				continue;
			}
			Use before = this.uses.get(meter.getId());
			if (before == null || before.count() != count) {
				uses.put(meter.getId(), new Use(count, now));
			}
			else if (now - before.since() >= after.toNanos()) {
				unused.add(meter);
			}
			else {
				uses.put(meter.getId(), before);
			}
		}
		this.uses = uses;
		unused.forEach(this.registry::remove);
	}

	/**
	 * How often it was recorded to. Of others nobody knows when they are used.
	 */
	private static @Nullable Long count(Meter meter) {
		if (meter instanceof Counter counter) {
			return Double.doubleToLongBits(counter.count());
		}
		if (meter instanceof Timer timer) {
			return timer.count();
		}
		return (meter instanceof DistributionSummary summary) ? summary.count() : null;
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

	/**
	 * The last use of a series.
	 *
	 * @param count how often it was recorded to
	 * @param since when that was seen first, in nanoseconds
	 */
	private record Use(long count, long since) {

	}

}
