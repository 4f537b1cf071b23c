package dev.sightline.autoconfigure.dashboard;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the reader of a dashboard chooses at its top.
 *
 * @param name the name, as it stands in queries after a dollar sign
 * @param json the variable as Grafana has it
 */
record Variable(String name, Map<String, @Nullable Object> json) {

	static final Variable METRICS = source("datasource", "Metrics", "prometheus");

	static final Variable LOGS = source("logs", "Logs", "loki");

	static final Variable APPLICATION = all("application", "Application", "label_values(target_info, job)");

	static final Variable INSTANCE = all("instance", "Instance",
			"label_values(target_info{job=~\"$application\"}, instance)");

	static final Variable ROUTE = all("route", "Route",
			"label_values(http_server_requests_seconds_count{job=~\"$application\"}, uri)");

	private static Variable of(String name, String label, String type, @Nullable Object query, boolean many) {
		return new Variable(name, Json.object("name", name, "label", label, "type", type, "query", query, "hide", 0,
				"multi", many, "includeAll", false));
	}

	private static Variable source(String name, String label, String kind) {
		Variable variable = of(name, label, "datasource", kind, false);
		variable.json.put("refresh", 1);
		return variable;
	}

	/**
	 * A variable with the values that a query of Prometheus finds, of which the reader
	 * chooses some.
	 */
	static Variable some(String name, String label, String query) {
		Variable variable = of(name, label, "query",
				Json.object("qryType", 1, "query", query, "refId", "PrometheusVariableQueryEditor-VariableQuery"),
				true);
		variable.json.put("datasource", Source.METRICS.json());
		// Values are looked up again when the time that is shown changes.
		variable.json.put("refresh", 2);
		variable.json.put("sort", 1);
		return variable;
	}

	/**
	 * The same, with all of the values chosen at first.
	 */
	static Variable all(String name, String label, String query) {
		Variable variable = some(name, label, query);
		variable.json.put("includeAll", true);
		// Loki wants a selector that can not be empty.
		variable.json.put("allValue", ".+");
		variable.json.put("current", Json.object("text", List.of("All"), "value", List.of("$__all")));
		return variable;
	}

	/**
	 * A text that the reader writes, a regular expression.
	 */
	static Variable text(String name, String label) {
		Variable variable = of(name, label, "textbox", ".*", false);
		variable.json.put("current", Json.object("text", ".*", "value", ".*"));
		return variable;
	}

}
