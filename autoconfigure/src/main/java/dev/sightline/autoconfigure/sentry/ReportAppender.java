package dev.sightline.autoconfigure.sentry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.observation.Observation;
import io.sentry.Breadcrumb;
import io.sentry.Hint;
import io.sentry.ScopesAdapter;
import io.sentry.Sentry;
import io.sentry.SentryLevel;
import io.sentry.TypeCheckHint;
import io.sentry.logback.SentryAppender;

/**
 * Sentry's appender, except that a line becomes a breadcrumb only when an event is made,
 * and only one of what the line belongs to.
 */
class ReportAppender extends SentryAppender {

	private final SentryReports reports;

	private final Observations observations;

	ReportAppender(SentryReports reports, Observations observations) {
		this.reports = reports;
		this.observations = observations;
	}

	@Override
	protected void append(ILoggingEvent line) {
		Level level = line.getLevel();
		if (level.isGreaterOrEqual(getMinimumLevel())
				&& ScopesAdapter.getInstance().getOptions().getLogs().isEnabled()) {
			captureLog(line);
		}
		if (level.isGreaterOrEqual(getMinimumEventLevel())) {
			Hint hint = new Hint();
			hint.set(TypeCheckHint.SENTRY_SYNTHETIC_EXCEPTION, line);
			Sentry.captureEvent(createEvent(line), hint);
		}
		if (level.isGreaterOrEqual(getMinimumBreadcrumbLevel()) && this.reports.isEnabled()) {
			Observation.Context context = this.observations.current();
			if (context != null) {
				Trail.of(Observations.root(context), this.reports.trailLimit()).add(new Line(line));
			}
		}
	}

	/**
	 * A line, of which the text is made when somebody wants to know it.
	 */
	private record Line(ILoggingEvent line) implements Trail.Crumb {

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
