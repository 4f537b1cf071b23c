package dev.sightline.autoconfigure.sentry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.micrometer.observation.Observation;
import io.sentry.Breadcrumb;
import io.sentry.Hint;
import io.sentry.ScopesAdapter;
import io.sentry.Sentry;
import io.sentry.SentryLevel;
import io.sentry.TypeCheckHint;
import io.sentry.logback.SentryAppender;
import io.sentry.protocol.SentryId;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Sentry's appender, except that a line becomes a breadcrumb only when an event is made,
 * and only one of what the line belongs to.
 */
class ReportAppender extends SentryAppender {

	private final SentryReports reports;

	private final Observations observations;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ReportAppender.class),
			"A log line was not reported to Sentry. This is told once.");

	ReportAppender(SentryReports reports, Observations observations) {
		this.reports = reports;
		this.observations = observations;
	}

	@Override
	protected void append(ILoggingEvent line) {
		Level level = line.getLevel();
		if (!level.isGreaterOrEqual(getMinimumEventLevel())) {
			log(line);
		}
		else {
			try {
				report(line);
			}
			catch (RuntimeException | StackOverflowError | LinkageError | AssertionError ex) {
				// The line has yet to be written.
				this.guard.tell(ex);
			}
		}
		if (level.isGreaterOrEqual(getMinimumBreadcrumbLevel()) && this.reports.isEnabled()) {
			Observation.Context context = this.observations.current();
			if (context != null) {
				Trail.of(Observations.root(context), this.reports.trailLimit()).add(new Line(line, context));
			}
		}
	}

	private void log(ILoggingEvent line) {
		if (line.getLevel().isGreaterOrEqual(getMinimumLevel())
				&& ScopesAdapter.getInstance().getOptions().getLogs().isEnabled()) {
			captureLog(line);
		}
	}

	/**
	 * The line gets the id of its event, or of the one that told of the same failure
	 * before. That one is taken away first: a line would not have two.
	 */
	private void report(ILoggingEvent line) {
		String before = MDC.get(SentryReports.EVENT_ID);
		if (before != null) {
			MDC.remove(SentryReports.EVENT_ID);
		}
		String id = before;
		try {
			log(line);
			Hint hint = new Hint();
			hint.set(TypeCheckHint.SENTRY_SYNTHETIC_EXCEPTION, line);
			SentryId event = Sentry.captureEvent(createEvent(line), hint);
			if (!event.equals(SentryId.EMPTY_ID)) {
				id = event.toString();
			}
		}
		finally {
			if (before != null && MDC.get(SentryReports.EVENT_ID) == null) {
				MDC.put(SentryReports.EVENT_ID, before);
			}
			if (id != null && line instanceof LoggingEvent written) {
				written.addKeyValuePair(new KeyValuePair(SentryReports.EVENT_ID, id));
			}
		}
	}

	/**
	 * A line, of which the text is made when somebody wants to know it.
	 */
	private record Line(ILoggingEvent line, Observation.Context within) implements Trail.Told {

		@Override
		public void tell(Breadcrumb breadcrumb) {
			breadcrumb.setType("debug");
			breadcrumb.setCategory(this.line.getLoggerName());
			breadcrumb.setMessage(this.line.getFormattedMessage());
			breadcrumb.setLevel(level(this.line.getLevel()));
		}

		private static SentryLevel level(Level level) {
			if (level.isGreaterOrEqual(Level.ERROR)) {
				return SentryLevel.ERROR;
			}
			if (level.isGreaterOrEqual(Level.WARN)) {
				return SentryLevel.WARNING;
			}
			return level.isGreaterOrEqual(Level.INFO) ? SentryLevel.INFO : SentryLevel.DEBUG;
		}

	}

}
