package dev.sightline.autoconfigure.tracing.export;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * The header by which a receiver asks to be left alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110</a>
 */
final class RetryAfter {

	private static final long MOST = Duration.ofDays(1).toSeconds();

	private RetryAfter() {
	}

	/**
	 * Read the header.
	 * @param value seconds, or a date
	 * @return the time from now on, {@code null} if it is neither
	 */
	static @Nullable Duration parse(String value) {
		String text = value.trim();
		if (text.matches("\\d{1,18}")) {
			return Duration.ofSeconds(Math.min(Long.parseLong(text), MOST));
		}
		try {
			Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration left = Duration.between(Instant.now(), date);
			return left.isNegative() ? Duration.ZERO : left;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
