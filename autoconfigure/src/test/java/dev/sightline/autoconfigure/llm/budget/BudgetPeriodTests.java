package dev.sightline.autoconfigure.llm.budget;

import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BudgetPeriod}.
 */
class BudgetPeriodTests {

	@ParameterizedTest
	@CsvSource({ "HOUR,UTC,2026-11-28T10:59:59Z,2026-11-28T10:00:00Z,2026-11-28T11:00:00Z",
			"HOUR,Asia/Kolkata,2026-11-28T10:31:00Z,2026-11-28T10:30:00Z,2026-11-28T11:30:00Z",
			"DAY,UTC,2026-11-28T23:59:59Z,2026-11-28T00:00:00Z,2026-11-29T00:00:00Z",
			"DAY,Europe/Berlin,2026-11-28T23:30:00Z,2026-11-28T23:00:00Z,2026-11-29T23:00:00Z",
			// A day of 23 hours and one of 25
			"DAY,Europe/Berlin,2026-03-29T10:00:00Z,2026-03-28T23:00:00Z,2026-03-29T22:00:00Z",
			"DAY,Europe/Berlin,2026-10-25T10:00:00Z,2026-10-24T22:00:00Z,2026-10-25T23:00:00Z",
			// The hour that comes twice
			"HOUR,Europe/Berlin,2026-10-25T00:30:00Z,2026-10-25T00:00:00Z,2026-10-25T01:00:00Z",
			"HOUR,Europe/Berlin,2026-10-25T01:30:00Z,2026-10-25T01:00:00Z,2026-10-25T02:00:00Z",
			"MONTH,UTC,2026-02-28T12:00:00Z,2026-02-01T00:00:00Z,2026-03-01T00:00:00Z",
			"MONTH,America/New_York,2026-03-01T04:59:00Z,2026-02-01T05:00:00Z,2026-03-01T05:00:00Z" })
	void shouldFollowTheCalendar(BudgetPeriod period, ZoneId zone, Instant now, Instant start, Instant end) {
		assertThat(period.start(now, zone)).isEqualTo(start);
		assertThat(period.end(start, zone)).isEqualTo(end);
	}

}
