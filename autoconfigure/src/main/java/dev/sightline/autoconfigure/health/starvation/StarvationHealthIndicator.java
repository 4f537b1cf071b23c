package dev.sightline.autoconfigure.health.starvation;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Supplier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import dev.sightline.autoconfigure.health.VitalHealthIndicator;

/**
 * Is down as long as some threads finish nothing while tasks wait for them.
 */
final class StarvationHealthIndicator implements VitalHealthIndicator {

	private final Supplier<? extends Collection<? extends Workers>> workers;

	private final Duration threshold;

	StarvationHealthIndicator(Supplier<? extends Collection<? extends Workers>> workers, Duration threshold) {
		this.workers = workers;
		this.threshold = threshold;
	}

	@Override
	public Health health() {
		Duration longest = this.workers.get()
			.stream()
			.map(Workers::stuck)
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
		if (longest.compareTo(this.threshold) < 0) {
			return Health.up().build();
		}
		String description = "Tasks wait and none was finished for " + longest.toSeconds() + " s";
		return Health.status(new Status(Status.DOWN.getCode(), description)).build();
	}

}
