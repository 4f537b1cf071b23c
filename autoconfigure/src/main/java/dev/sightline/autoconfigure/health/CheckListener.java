package dev.sightline.autoconfigure.health;

import java.time.Duration;

import org.springframework.boot.health.contributor.Status;

/**
 * Hears of checks.
 */
interface CheckListener {

	/**
	 * A check is about to have its first result.
	 */
	default void added(Check check) {
	}

	/**
	 * A check is gone.
	 */
	default void removed(String name) {
	}

	/**
	 * A run of a check took so long, or its limit if it takes longer.
	 */
	default void measured(String name, Duration duration) {
	}

	/**
	 * A check counts as something else by now.
	 */
	void changed(String name, Status before, CheckState after);

}
