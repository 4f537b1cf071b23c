package dev.sightline.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * What one run of a check said.
 *
 * @param status the status
 * @param details what the indicator tells, for those who may know
 * @param error what went wrong, for those who may know; {@code null} if nothing did
 * @param reason what went wrong, for everyone; {@code null} if nothing did
 * @param duration how long it took
 * @param at when that was, by the clock
 * @param nanos when that was, by a clock that never jumps
 */
public record CheckResult(Status status, Map<String, Object> details, @Nullable String error, @Nullable String reason,
		Duration duration, Instant at, long nanos) {

	private static final String ERROR = "error";

	/**
	 * How old the result is.
	 */
	public Duration age() {
		return Duration.ofNanos(Math.max(0, System.nanoTime() - this.nanos));
	}

	static CheckResult of(@Nullable Health health, Duration duration, Instant at) {
		if (health == null) {
			String reason = "The indicator answered nothing";
			return new CheckResult(Status.UNKNOWN, Map.of(), reason, reason, duration, at, System.nanoTime());
		}
		Object error = health.getDetails().get(ERROR);
		String text = (error != null) ? error.toString() : null;
		return new CheckResult(health.getStatus(), health.getDetails(), text, reason(text), duration, at,
				System.nanoTime());
	}

	static CheckResult failed(Throwable failure, Duration duration, Instant at) {
		return new CheckResult(Status.DOWN, Map.of(), text(failure), failure.getClass().getSimpleName(), duration, at,
				System.nanoTime());
	}

	static CheckResult failed(String reason, Duration duration, Instant at) {
		return new CheckResult(Status.DOWN, Map.of(), reason, reason, duration, at, System.nanoTime());
	}

	static CheckResult late(Duration limit, Instant at) {
		long millis = limit.toMillis();
		String shown = (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
		return failed("No answer within " + shown, limit, at);
	}

	private static String text(Throwable failure) {
		try {
			return failure.toString();
		}
		catch (Throwable ex) {
			return failure.getClass().getName();
		}
	}

	/**
	 * The simple name of the exception that Spring Boot's indicators put in front of its
	 * message.
	 */
	private static @Nullable String reason(@Nullable String error) {
		int end = (error != null) ? error.indexOf(':') : -1;
		if (error == null || end < 0) {
			return null;
		}
		for (int i = 0; i < end; i++) {
			if (!Character.isJavaIdentifierPart(error.charAt(i)) && error.charAt(i) != '.') {
				return null;
			}
		}
		return error.substring(error.lastIndexOf('.', end) + 1, end);
	}

}
