package dev.sightline.autoconfigure.dashboard;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where a query is asked: a data source of Grafana, chosen by a variable.
 */
enum Source {

	/**
	 * Prometheus, or what speaks its language.
	 */
	METRICS("prometheus", "${datasource}"),

	/**
	 * Loki.
	 */
	LOGS("loki", "${logs}");

	private final Map<String, @Nullable Object> json;

	Source(String type, String uid) {
		this.json = Json.object("type", type, "uid", uid);
	}

	Map<String, @Nullable Object> json() {
		return this.json;
	}

}
