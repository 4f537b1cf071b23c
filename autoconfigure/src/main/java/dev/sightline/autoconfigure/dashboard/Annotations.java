package dev.sightline.autoconfigure.dashboard;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is marked on all panels: deployments, restarts and alerts.
 */
final class Annotations {

	/**
	 * A version that was not there five minutes ago.
	 */
	static final String DEPLOYMENTS = "count by (job, service_version) (target_info{job=~'$application'}) unless "
			+ "count by (job, service_version) (target_info{job=~'$application'} offset 5m)";

	/**
	 * An instance in its first minute.
	 */
	static final String RESTARTS = "time() - process_start_time_seconds{job=~'$application',instance=~'$instance'} < 60";

	/**
	 * Alerts of the application, and those that no application is named on.
	 */
	static final String ALERTS = "ALERTS{alertstate='firing',job=~'$application|'}";

	private Annotations() {
	}

	static List<Map<String, @Nullable Object>> json() {
		return List.of(annotation("Deployments", "blue", DEPLOYMENTS, "{{job}} {{service_version}}"),
				annotation("Restarts", "purple", RESTARTS, "{{instance}} started"),
				annotation("Alerts", "red", ALERTS, "{{alertname}} ({{severity}})"));
	}

	private static Map<String, @Nullable Object> annotation(String name, String color, String expression,
			String title) {
		return Json.object("name", name, "datasource", Source.METRICS.json(), "enable", true, "iconColor", color,
				"expr", expression, "step", "30s", "titleFormat", title);
	}

}
