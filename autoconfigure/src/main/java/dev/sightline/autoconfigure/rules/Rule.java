package dev.sightline.autoconfigure.rules;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A rule of Prometheus.
 *
 * @param alert whether it is an alert; else it records a series
 * @param name the name of the alert, or of the series
 * @param expression the query, in PromQL
 * @param pending how long the query must have a result until the alert fires; nothing for
 * a recording rule
 * @param labels labels of the alert, or of the series
 * @param annotations texts of the alert, by name; none for a recording rule
 * @see <a href=
 * "https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/">Alerting
 * rules</a>
 */
public record Rule(boolean alert, String name, String expression, @Nullable Duration pending,
		Map<String, String> labels, Map<String, String> annotations) {

	/**
	 * An alert.
	 * @param name its name, such as {@code HighErrorRate}
	 * @param expression the query
	 * @param pending how long the query must have a result, possibly nothing
	 * @param labels its labels besides those of the result
	 * @param annotations its texts
	 * @return the rule
	 */
	public static Rule alert(String name, String expression, Duration pending, Map<String, String> labels,
			Map<String, String> annotations) {
		return new Rule(true, name, expression, pending, labels, annotations);
	}

	/**
	 * A series that is recorded.
	 * @param name its name, such as {@code slo:errors:ratio_rate5m}
	 * @param expression the query
	 * @param labels its labels besides those of the result
	 * @return the rule
	 */
	public static Rule recording(String name, String expression, Map<String, String> labels) {
		return new Rule(false, name, expression, null, labels, Map.of());
	}

}
