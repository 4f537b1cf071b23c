package dev.sightline.autoconfigure.health;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import org.springframework.boot.health.contributor.Health;

/**
 * Is down as long as threads wait for each other, which is for ever.
 */
final class DeadlockHealthIndicator implements VitalHealthIndicator {

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	@Override
	public Health health() {
		long[] deadlocked = this.threads.findDeadlockedThreads();
		return (deadlocked == null) ? Health.up().build()
				: Health.down().withDetail("threads", deadlocked.length).build();
	}

}
