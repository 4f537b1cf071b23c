package dev.sightline.autoconfigure.health;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How a check runs.
 *
 * @param interval from the end of a run to the begin of the next
 * @param timeout how long a run may take
 * @param failureThreshold how many failures in a row count as failed
 * @param successThreshold how many successes in a row count as recovered
 */
record CheckSettings(Duration interval, Duration timeout, int failureThreshold, int successThreshold) {

	private static final Duration CONFIRMATION = Duration.ofSeconds(1);

	static CheckSettings of(HealthProperties properties) {
		return new CheckSettings(HealthProperties.positive("sightline.health.interval", properties.getInterval()),
				HealthProperties.positive("sightline.health.timeout", properties.getTimeout()),
				threshold("sightline.health.failure-threshold", properties.getFailureThreshold()),
				threshold("sightline.health.success-threshold", properties.getSuccessThreshold()));
	}

	private static int threshold(String key, int value) {
		if (value < 1) {
			throw new InvalidConfigurationPropertyValueException(key, value, "It has to be 1 or more.");
		}
		return value;
	}

	CheckSettings paced(Duration interval, Duration timeout) {
		return new CheckSettings(interval, timeout, this.failureThreshold, this.successThreshold);
	}

	/**
	 * How soon a run is repeated that said something new.
	 */
	Duration confirmation() {
		return (this.interval.compareTo(CONFIRMATION) < 0) ? this.interval : CONFIRMATION;
	}

	/**
	 * The age from which on a result says nothing, since the next one should be there for
	 * long.
	 */
	Duration maxAge() {
		return this.interval.plus(this.interval.dividedBy(10)).plus(this.timeout.multipliedBy(10));
	}

	/**
	 * A pause in nanoseconds, a tenth more or less, so that instances which start
	 * together do not stay together.
	 */
	static long jittered(Duration pause) {
		long nanos = pause.toNanos();
		long jitter = nanos / 10;
		return (jitter > 0) ? nanos + ThreadLocalRandom.current().nextLong(-jitter, jitter) : nanos;
	}

}
