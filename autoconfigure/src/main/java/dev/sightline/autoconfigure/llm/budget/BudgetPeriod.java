package dev.sightline.autoconfigure.llm.budget;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * How long a budget lasts: an hour, a day or a month of the calendar.
 */
public enum BudgetPeriod {

	/**
	 * From one full hour to the next.
	 */
	HOUR,

	/**
	 * From one midnight to the next.
	 */
	DAY,

	/**
	 * From the first day of a month to that of the next.
	 */
	MONTH;

	Instant start(Instant now, ZoneId zone) {
		ZonedDateTime time = now.atZone(zone);
		return switch (this) {
			case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toInstant();
			case DAY -> time.toLocalDate().atStartOfDay(zone).toInstant();
			case MONTH -> time.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
		};
	}

	Instant end(Instant start, ZoneId zone) {
		ZonedDateTime time = start.atZone(zone);
		return switch (this) {
			case HOUR -> time.plusHours(1).toInstant();
			case DAY -> time.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
			case MONTH -> time.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
		};
	}

}
