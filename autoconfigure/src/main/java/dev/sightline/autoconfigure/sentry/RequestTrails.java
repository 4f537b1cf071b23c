package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.trail.Crumb;
import dev.sightline.autoconfigure.trail.Trails;

/**
 * Keeps what happens in a request, for the breadcrumbs of its event.
 */
class RequestTrails implements Trails {

	private final SentryReports reports;

	private final Observations observations;

	private final Guard guard = new Guard(LoggerFactory.getLogger(RequestTrails.class),
			"A breadcrumb for Sentry was not kept. This is told once.");

	RequestTrails(SentryReports reports, Observations observations) {
		this.reports = reports;
		this.observations = observations;
	}

	@Override
	public void add(Observation within, Crumb crumb) {
		if (this.reports.isEnabled() && !within.isNoop()) {
			add(within.getContext(), crumb);
		}
	}

	@Override
	public void add(Crumb crumb) {
		if (this.reports.isEnabled()) {
			this.guard.run(() -> {
				Observation.Context current = this.observations.current();
				if (current != null) {
					add(current, crumb);
				}
			});
		}
	}

	private void add(Observation.Context context, Crumb crumb) {
		Trail.of(Observations.root(context), this.reports.trailLimit()).add(crumb);
	}

}
