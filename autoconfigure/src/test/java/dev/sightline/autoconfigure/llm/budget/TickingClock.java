package dev.sightline.autoconfigure.llm.budget;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Shows the time that it was set to.
 */
class TickingClock extends Clock {

	private volatile Instant now;

	TickingClock(String now) {
		this.now = Instant.parse(now);
	}

	void set(String now) {
		this.now = Instant.parse(now);
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
