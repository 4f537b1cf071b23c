package dev.sightline.autoconfigure.health;

import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * An indicator of the process itself, which liveness depends on.
 */
public interface VitalHealthIndicator extends HealthIndicator {

}
