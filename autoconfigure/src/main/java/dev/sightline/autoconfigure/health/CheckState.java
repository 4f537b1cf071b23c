package dev.sightline.autoconfigure.health;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;

/**
 * What a check counts as, and what its last run said.
 *
 * @param status what it counts as
 * @param since since when
 * @param lastChange when it counted as something else for the last time, {@code null} if
 * it never did
 * @param last what the last run said
 */
public record CheckState(Status status, Instant since, @Nullable Instant lastChange, CheckResult last) {

	static CheckState first(CheckResult result) {
		return new CheckState(result.status(), result.at(), null, result);
	}

	CheckState with(CheckResult result) {
		return new CheckState(this.status, this.since, this.lastChange, result);
	}

	CheckState changed(CheckResult result) {
		return new CheckState(result.status(), result.at(), result.at(), result);
	}

}
