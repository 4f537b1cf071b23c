package dev.sightline.autoconfigure.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.Clock;

/**
 * The share of hits among the gets of the last five minutes, worked out when it is read:
 * readings are kept for half a minute at least and compared with the newest that is old
 * enough. If nobody read for longer, it is that since the last reading.
 */
class HitRatio {

	private static final long WINDOW = Duration.ofMinutes(5).toNanos();

	private static final long STEP = Duration.ofSeconds(30).toNanos();

	private final DoubleSupplier hits;

	private final DoubleSupplier misses;

	private final Clock clock;

	private final List<Reading> readings = new ArrayList<>();

	HitRatio(DoubleSupplier hits, DoubleSupplier misses, Clock clock) {
		this.hits = hits;
		this.misses = misses;
		this.clock = clock;
		this.readings.add(new Reading(clock.monotonicTime(), 0, 0));
	}

	/**
	 * Read it.
	 * @return the ratio from 0 to 1, not a number if there were no gets
	 */
	synchronized double value() {
		Reading now = new Reading(this.clock.monotonicTime(), this.hits.getAsDouble(), this.misses.getAsDouble());
		Reading last = this.readings.get(this.readings.size() - 1);
		if (now.hits() < last.hits() || now.misses() < last.misses()) {
			// Somebody reset the statistics.
			this.readings.clear();
			last = new Reading(now.nanos(), 0, 0);
			this.readings.add(last);
		}
		while (this.readings.size() > 1 && now.nanos() - this.readings.get(1).nanos() >= WINDOW) {
			this.readings.remove(0);
		}
		Reading base = this.readings.get(0);
		if (now.nanos() - last.nanos() >= STEP) {
			this.readings.add(now);
		}
		double hit = now.hits() - base.hits();
		double gets = hit + now.misses() - base.misses();
		return (gets > 0) ? hit / gets : Double.NaN;
	}

	private record Reading(long nanos, double hits, double misses) {

	}

}
