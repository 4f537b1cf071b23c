package dev.sightline.autoconfigure.health;

import java.time.Duration;

import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * An indicator that knows how often it has to be asked and how long it may take.
 */
public interface PacedHealthIndicator extends HealthIndicator {

	/**
	 * How often it is asked.
	 */
	Duration interval();

	/**
	 * How long it may take.
	 */
	Duration timeout();

}
