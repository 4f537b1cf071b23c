package dev.sightline.autoconfigure.alert;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is to differ from the alerts as they are.
 */
@ConfigurationProperties("sightline")
public class AlertProperties {

	/**
	 * Settings of single alerts, by their names, such as high-error-rate.
	 */
	private Map<String, Alert> alerts = new LinkedHashMap<>();

	public Map<String, Alert> getAlerts() {
		return this.alerts;
	}

	public void setAlerts(Map<String, Alert> alerts) {
		this.alerts = alerts;
	}

	/**
	 * Settings of an alert. What is not set stays as it is.
	 */
	public static class Alert {

		/**
		 * Whether there is such an alert.
		 */
		private boolean enabled = true;

		/**
		 * Limit, in the unit of the alert.
		 */
		private @Nullable String threshold;

		private @Nullable Duration pending;

		/**
		 * How bad it is.
		 */
		private @Nullable Severity severity;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getThreshold() {
			return this.threshold;
		}

		public void setThreshold(@Nullable String threshold) {
			this.threshold = threshold;
		}

		/**
		 * Get how long it has to last. The word is one of Java, so that no field can have
		 * it for its name.
		 * @return the time, {@code null} for that of the alert
		 */
		public @Nullable Duration getFor() {
			return this.pending;
		}

		public void setFor(@Nullable Duration pending) {
			this.pending = pending;
		}

		public @Nullable Severity getSeverity() {
			return this.severity;
		}

		public void setSeverity(@Nullable Severity severity) {
			this.severity = severity;
		}

	}

}
