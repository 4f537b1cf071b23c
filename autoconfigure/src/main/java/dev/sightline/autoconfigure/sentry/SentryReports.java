package dev.sightline.autoconfigure.sentry;

import java.util.EnumSet;
import java.util.List;

import io.micrometer.observation.Observation;
import io.sentry.Hint;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import io.sentry.exception.ExceptionMechanismException;
import io.sentry.protocol.Mechanism;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * What the parts that report share: whether Sentry is on, what is not worth an event, and
 * the id of an event on its way back to the application.
 */
class SentryReports {

	/**
	 * The field of log lines and the attribute of spans that name an event.
	 */
	static final String EVENT_ID = "sentry_event_id";

	private static final int CHANGES = 20;

	private final ExpectedExceptions expected;

	private final ExportCounts counts = new ExportCounts("sentry", "sentry", EnumSet.allOf(LossReason.class));

	private final SeenExceptions seen = new SeenExceptions();

	private final ManualScopes manualScopes = new ManualScopes();

	/**
	 * What happened to the application as a whole.
	 */
	private final Trail changes = new Trail(CHANGES);

	private volatile @Nullable SentryOptions options;

	/**
	 * Whether a thread has an id in its log lines, so that nobody looks for one before.
	 */
	private volatile boolean told;

	SentryReports(ExpectedExceptions expected) {
		this.expected = expected;
	}

	/**
	 * Sentry is about to start.
	 */
	void use(SentryOptions options) {
		options.addScopeObserver(this.manualScopes);
		if (options.getDsn() != null && !options.getDsn().isBlank() && options.isEnabled()) {
			this.options = options;
		}
	}

	boolean isEnabled() {
		return this.options != null;
	}

	/**
	 * How many breadcrumbs an event has at most.
	 */
	int trailLimit() {
		SentryOptions options = this.options;
		return (options != null) ? Math.max(1, options.getMaxBreadcrumbs()) : 1;
	}

	/**
	 * Whether an exception is worth an event that nobody made by hand.
	 */
	boolean isWanted(Throwable thrown) {
		return isEnabled() && !this.seen.contains(thrown) && !this.expected.contains(thrown);
	}

	/**
	 * Report what nobody handled.
	 * @param context the observation in which it failed, {@code null} for the current one
	 */
	void report(Observation.@Nullable Context context, Throwable error) {
		Mechanism mechanism = new Mechanism();
		mechanism.setType("sightline");
		mechanism.setHandled(false);
		SentryEvent event = new SentryEvent(new ExceptionMechanismException(mechanism, error, Thread.currentThread()));
		event.setLevel(SentryLevel.ERROR);
		Hint hint = new Hint();
		hint.set(Observations.HINT, context);
		Sentry.captureEvent(event, hint);
	}

	/**
	 * Keep a change that concerns all requests.
	 */
	void changed(Trail.Told change) {
		this.changes.add(change);
	}

	/**
	 * The last changes that concern all requests, the oldest first.
	 */
	List<Trail.Entry> changes() {
		return this.changes.entries();
	}

	/**
	 * What became of the events.
	 */
	ExportCounts counts() {
		return this.counts;
	}

	SeenExceptions seen() {
		return this.seen;
	}

	ExpectedExceptions expected() {
		return this.expected;
	}

	/**
	 * Put the id of an event into the log lines of this thread, until the scope of the
	 * outermost observation is closed.
	 */
	void tell(String eventId) {
		this.told = true;
		MDC.put(EVENT_ID, eventId);
	}

	/**
	 * The scope of an outermost observation was closed on this thread: what belonged to
	 * it must not reach the next.
	 */
	void scopeClosed(Observation.Context root) {
		if (this.told) {
			MDC.remove(EVENT_ID);
		}
		this.manualScopes.end();
	}

}
