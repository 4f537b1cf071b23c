package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import io.sentry.Breadcrumb;
import io.sentry.SentryLevel;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Keeps the changes of health that are told as events, for the breadcrumbs of what fails
 * afterwards.
 */
class HealthChanges implements ApplicationListener<PayloadApplicationEvent<HealthContributors.Entry>> {

	private final SentryReports reports;

	HealthChanges(SentryReports reports) {
		this.reports = reports;
	}

	@Override
	public void onApplicationEvent(PayloadApplicationEvent<HealthContributors.Entry> event) {
		if (this.reports.isEnabled() && event.getPayload().contributor() instanceof HealthIndicator indicator) {
			var health = indicator.health();
			if (health != null) {
				this.reports.changed(new Change(event.getPayload().name(), health.getStatus()));
			}
		}
	}

	private record Change(String check, Status status) implements Trail.Told {

		@Override
		public void tell(Breadcrumb breadcrumb) {
			breadcrumb.setCategory("health");
			breadcrumb.setMessage("Health check " + this.check + " is " + this.status.getCode());
			breadcrumb.setLevel(Status.UP.equals(this.status) ? SentryLevel.INFO : SentryLevel.WARNING);
		}

		@Override
		public Observation.@Nullable Context within() {
			return null;
		}

	}

}
