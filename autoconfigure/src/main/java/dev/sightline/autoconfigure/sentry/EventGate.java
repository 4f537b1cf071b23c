package dev.sightline.autoconfigure.sentry;

import java.time.Duration;

import io.sentry.EventProcessor;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.exception.ExceptionMechanismException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.RepeatedLine;
import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * Lets an event pass if it is the first of its exception, if the exception was not
 * expected, and if there were not too many. It comes before all other processors, so that
 * what does not pass costs little.
 */
class EventGate implements EventProcessor {

	private static final Logger logger = LoggerFactory.getLogger(EventGate.class);

	private final SeenExceptions seen;

	private final ExpectedExceptions expected;

	private final EventCaps caps;

	private final boolean once;

	private final ExportCounts counts;

	private final RepeatedLine dropped = new RepeatedLine(Duration.ofMinutes(1));

	/**
	 * Create it.
	 * @param once whether each exception is reported once
	 */
	EventGate(SeenExceptions seen, ExpectedExceptions expected, EventCaps caps, boolean once, ExportCounts counts) {
		this.seen = seen;
		this.expected = expected;
		this.caps = caps;
		this.once = once;
		this.counts = counts;
	}

	@Override
	public @Nullable SentryEvent process(SentryEvent event, Hint hint) {
		Throwable thrown = event.getThrowable();
		if (thrown != null) {
			// Who hands an exception to Sentry by hand wants it to be reported.
			boolean byHand = !(event.getThrowableMechanism() instanceof ExceptionMechanismException);
			if ((!byHand && this.expected.contains(thrown)) || (this.once && !this.seen.add(thrown))) {
				return null;
			}
		}
		if (!this.caps.allow(event)) {
			this.counts.offer();
			this.counts.lose(LossReason.CAPPED, 1);
			int before = this.dropped.ask();
			if (before != RepeatedLine.NOT_NOW) {
				logger.warn(
						"Events for Sentry are dropped, {} since the last such line: there are more than"
								+ " sightline.sentry.max-events-per-second or sightline.sentry.max-events-per-kind",
						before + 1);
			}
			return null;
		}
		return event;
	}

	/**
	 * Before all others.
	 */
	@Override
	public Long getOrder() {
		return Long.MIN_VALUE;
	}

}
