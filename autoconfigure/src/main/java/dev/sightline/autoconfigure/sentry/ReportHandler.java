package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Reports what fails and what nobody above could handle, and keeps what happened before.
 * As long as nothing happens below an observation and nothing fails, it does nothing.
 */
class ReportHandler implements ObservationHandler<Observation.Context> {

	private final SentryReports reports;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ReportHandler.class),
			"A failure was not reported to Sentry. This is told once.");

	ReportHandler(SentryReports reports) {
		this.reports = reports;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onError(Observation.Context context) {
		Throwable error = context.getError();
		if (error != null && WebRequests.isReceived(context) && this.reports.isWanted(error)) {
			this.guard.run(() -> this.reports.report(context, error));
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		if (context.getParentObservation() != null && this.reports.isEnabled()) {
			Observation.Context root = Observations.root(context);
			if (root != context) {
				Trail.of(root, this.reports.trailLimit()).add(context);
			}
		}
	}

	@Override
	public void onScopeClosed(Observation.Context context) {
		if (context.getParentObservation() == null) {
			this.reports.scopeClosed(context);
		}
	}

}
