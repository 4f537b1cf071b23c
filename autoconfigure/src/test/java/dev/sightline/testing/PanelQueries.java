package dev.sightline.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the queries of dashboards on a Prometheus, as Grafana does when all applications,
 * instances and routes are chosen.
 */
public final class PanelQueries {

	private final PrometheusServer server;

	private final Map<String, String> queries = new LinkedHashMap<>();

	/**
	 * Take the queries of dashboards, of their panels and of what is marked on these.
	 * @param server where they are run
	 * @param counter what is chosen for the variable of this name
	 * @param timer what is chosen for the variable of this name
	 * @param dashboards the dashboards in JSON
	 */
	public PanelQueries(PrometheusServer server, String counter, String timer, List<String> dashboards) {
		this.server = server;
		for (String text : dashboards) {
			JsonNode dashboard = JsonMapper.shared().readTree(text);
			for (JsonNode panel : dashboard.at("/panels")) {
				add(dashboard, panel.at("/title").asString(), panel.at("/targets"), counter, timer);
			}
			for (JsonNode annotation : dashboard.at("/annotations/list")) {
				this.queries.put(annotation.at("/name").asString(), chosen(annotation, counter, timer));
			}
		}
	}

	private void add(JsonNode dashboard, String title, JsonNode targets, String counter, String timer) {
		for (JsonNode target : targets) {
			if (target.at("/datasource/type").asString().equals("prometheus")) {
				String name = dashboard.at("/uid").asString().replaceFirst("sightline-", "") + ": " + title;
				this.queries.put((targets.size() > 1) ? name + " " + target.at("/refId").asString() : name,
						chosen(target, counter, timer));
			}
		}
	}

	private static String chosen(JsonNode target, String counter, String timer) {
		return target.at("/expr")
			.asString()
			.replace("$__rate_interval", "20s")
			.replace("$__range", "1m")
			.replace("$application", ".+")
			.replace("$instance", ".+")
			.replace("$route", ".+")
			.replace("${counter}", counter)
			.replace("${timer}", timer);
	}

	/**
	 * The names of all queries: the dashboard, the panel and, if that has several, the
	 * letter of the query.
	 * @return such as {@code "system: Load A"}
	 */
	public List<String> names() {
		return List.copyOf(this.queries.keySet());
	}

	/**
	 * Run all queries.
	 * @return the names of those that have no result, or none that is a number
	 * @throws IllegalArgumentException if one is no query
	 */
	public List<String> withoutData() {
		List<String> names = new ArrayList<>();
		this.queries.forEach((name, query) -> {
			if (!hasNumber(this.server.query(query))) {
				names.add(name);
			}
		});
		return names;
	}

	private static boolean hasNumber(JsonNode series) {
		for (JsonNode one : series) {
			if (!one.at("/value/1").asString().equals("NaN")) {
				return true;
			}
		}
		return false;
	}

}
