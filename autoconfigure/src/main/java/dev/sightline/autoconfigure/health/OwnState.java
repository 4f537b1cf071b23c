package dev.sightline.autoconfigure.health;

import java.util.stream.Stream;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Status;

/**
 * What the application says of itself, in the words of health.
 *
 * @param availability says it
 */
record OwnState(ApplicationAvailability availability) {

	Stream<Status> all() {
		return Stream.of(readiness(), liveness());
	}

	Status readiness() {
		return (this.availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) ? Status.UP
				: Status.OUT_OF_SERVICE;
	}

	Status liveness() {
		return (this.availability.getLivenessState() == LivenessState.CORRECT) ? Status.UP : Status.DOWN;
	}

}
