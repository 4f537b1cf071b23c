package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of requests: how many, how many fail, how long they take.
 */
final class ApplicationDashboard {

	private static final String PAGE = "reference/http.md#metrics";

	private static final String CLIENTS = "reference/http-clients.md#metrics";

	private static final String COUNT = "http_server_requests_seconds_count{@,uri=~'$route'}";

	private static final String FAILED = "http_server_requests_seconds_count{@,uri=~'$route',status=~'5..'}";

	/**
	 * Satisfied up to 0.5 s, tolerating up to four times as much. A bucket of 2 s has
	 * those of 0.5 s too, so that half the sum of both is the satisfied and half of the
	 * tolerating.
	 */
	private static final String APDEX = "(sum by (job) (rate(http_server_requests_seconds_bucket"
			+ "{@,uri=~'$route',status!~'5..',le='0.5'}[@])) + sum by (job) (rate("
			+ "http_server_requests_seconds_bucket{@,uri=~'$route',status!~'5..',le=~'2|2.0'}[@]))) / 2 "
			+ "/ sum by (job) (rate(" + COUNT + "[@]))";

	static final Dashboard DASHBOARD = Dashboard.of("application", "Sightline / Application",
			"Requests to the application, calls that it makes, and its WebSocket connections.", List.of(Variable.ROUTE),
			overview(), requests(), routes(), answers(), calls(), sockets(), container());

	private ApplicationDashboard() {
	}

	private static Row overview() {
		return Row.of("At a glance", PAGE, List.of(Signal.HTTP),
				Panel.stat("Requests", "reqps", "Requests a second.")
					.query("sum by (job) (rate(" + COUNT + "[@]))", "{{job}}"),
				Panel
					.stat("Errors", "percentunit", "Share of the requests that the application failed to answer (5xx).")
					.query(errorRatio("job"), "{{job}}")
					.badAbove(0.05)
					.alerts("http", "HighErrorRate"),
				Panel.stat("p95", "s", "95 of 100 requests are faster than this.")
					.query("histogram_quantile(0.95, sum by (job, le) (rate("
							+ "http_server_requests_seconds_bucket{@,uri=~'$route'}[@])))", "{{job}}")
					.badAbove(2)
					.alerts("http", "HighLatency", "CriticalLatency"),
				Panel.stat("In flight", "none", "Requests that are being answered now.")
					.gauge("http_server_active_requests", "{@}", "job"),
				Panel.stat("Apdex now", "none", "From 0 to 1: requests up to 0.5 s count whole, up to 2 s by half.")
					.query(APDEX, "{{job}}")
					.badBelow(0.85),
				Panel.stat("Errors of all kinds", "cps", "Exceptions a second, of requests, jobs, calls and messages.")
					.rate("application_errors_total", "{@}", "job")
					.page("reference/metrics.md#errors"));
	}

	private static Row requests() {
		return Row.of("Requests: rate, errors, duration", PAGE, List.of(Signal.HTTP),
				Panel.graph("Request rate", "reqps", "Requests a second, by method and route.")
					.query("sum by (method, uri) (rate(" + COUNT + "[@]))", "{{method}} {{uri}}"),
				Panel.graph("Error rate", "percentunit", "Share of the requests that failed (5xx), by route.")
					.query(errorRatio("uri") + " > 0", "{{uri}}")
					.share()
					.alerts("http", "HighErrorRate", "HighRouteErrorRate"),
				Panel.graph("Response time", "s", "Half, 95 and 99 of 100 requests are faster than this.")
					.quantiles("http_server_requests_seconds", "{@,uri=~'$route'}")
					.alerts("http", "HighLatency", "CriticalLatency"),
				Panel.graph("Statuses", "reqps", "Answers a second, by status. 4xx are mistakes of clients.")
					.query("sum by (status) (rate(" + COUNT + "[@]))", "{{status}}")
					.stacked(),
				Panel.graph("Requests in progress", "none", "Requests that are being answered, by method.")
					.gauge("http_server_active_requests", "{@}", "instance, method"),
				Panel
					.graph("Apdex", "none",
							"From 0 to 1: requests up to 0.5 s count whole, up to 2 s by half, failed ones not at all.")
					.query(APDEX, "{{job}}")
					.share());
	}

	private static Row routes() {
		return Row.of("Routes", PAGE, List.of(Signal.HTTP),
				Panel.bars("Top 10 slowest routes", "s", "95 of 100 requests of the route are faster than this.")
					.query("topk(10, histogram_quantile(0.95, sum by (uri, le) (rate("
							+ "http_server_requests_seconds_bucket{@,uri=~'$route'}[$__range]))))", "{{uri}}")
					.alerts("http", "HighLatency"),
				Panel.bars("Top 10 failing routes", "percentunit", "Share of the requests of the route that failed.")
					.query("topk(10, " + errorRatio("uri").replace("[@]", "[$__range]") + " > 0)", "{{uri}}")
					.alerts("http", "HighRouteErrorRate"),
				Panel.graph("Slow requests", "reqps", "Requests that took longer than sightline.http.slow-threshold.")
					.rate("http_server_slow_total", "{@,uri=~'$route'}", "uri")
					.page("reference/http.md#slow-requests"),
				Panel.graph("Time to the first byte of streams", "s", "How long a client waits until a stream begins.")
					.p95("http_server_time_to_first_byte_seconds", "{@,uri=~'$route'}", "uri")
					.page("reference/http.md#streams"),
				Panel.graph("Errors by component", "cps", "Exceptions a second, each counted once where it came up.")
					.rate("application_errors_total", "{@}", "component, type")
					.page("reference/metrics.md#errors")
					.alerts("metrics", "ApplicationErrors"));
	}

	private static Row answers() {
		return Row.of("Sizes and limits", PAGE, List.of(Signal.HTTP),
				Panel.graph("Bytes in", "Bps", "Bytes of the bodies of requests, by route.")
					.rate("http_server_request_body_size_bytes_sum", "{@,uri=~'$route'}", "uri")
					.page("reference/http.md#sizes"),
				Panel.graph("Bytes out", "Bps", "Bytes of the bodies of answers, by route.")
					.rate("http_server_response_body_size_bytes_sum", "{@,uri=~'$route'}", "uri")
					.page("reference/http.md#sizes"),
				Panel.graph("Rate limiting", "reqps", "Requests that were answered with 429, whoever limited them.")
					.rate("rate_limit_hits_total", "{@}", "uri")
					.alerts("http", "TooManyRequests"));
	}

	private static Row calls() {
		return Row.of("Calls to other services", CLIENTS, List.of(Signal.HTTP),
				Panel.graph("Rate of calls", "reqps", "Calls a second, by host and status.")
					.rate("http_client_requests_seconds_count", "{@}", "client_name, status")
					.alerts("http", "DependencyFailing"),
				Panel.graph("Response time of services", "s", "95 of 100 calls to the host are faster than this.")
					.p95("http_client_requests_seconds", "{@}", "client_name")
					.alerts("http", "DependencySlow"),
				Panel.graph("Failed calls", "reqps", "Calls that got no answer, by reason.")
					.rate("http_client_failures_total", "{@}", "client_name, reason")
					.page("reference/http-clients.md#failures")
					.alerts("http", "DependencyFailing"),
				Panel.graph("Slow calls", "reqps", "Calls that took longer than sightline.http.client.slow-threshold.")
					.rate("http_client_slow_total", "{@}", "client_name, uri")
					.page("reference/http-clients.md#slow-calls"));
	}

	private static Row sockets() {
		return Row.of("WebSocket", "reference/websocket.md#metrics", List.of(Signal.WEBSOCKET),
				Panel.graph("Connections", "none", "Connections that are open.")
					.gauge("websocket_connections_active", "{@}", "uri"),
				Panel.graph("Messages", "mps", "Messages a second that came and went.")
					.rate("websocket_message_size_bytes_count", "{@}", "uri, direction"),
				Panel.graph("Failed handshakes", "percentunit", "Share of the handshakes that came to nothing.")
					.query("sum by (uri) (rate(websocket_handshakes_total{@,outcome='failure'}[@])) "
							+ "/ sum by (uri) (rate(websocket_handshakes_total{@}[@]))", "{{uri}}")
					.share()
					.alerts("websocket", "WebSocketFailures"),
				Panel
					.graph("Closes", "cps", "Connections that ended, by the code of the close. 1000 and 1001 are well.")
					.rate("websocket_closes_total", "{@}", "uri, code")
					.alerts("websocket", "WebSocketServerErrors"),
				Panel.graph("Length of sessions", "s", "How long a connection stayed open, on average.")
					.mean("websocket_session_duration_seconds", "{@}", "uri"));
	}

	private static Row container() {
		return Row.of("Server", "reference/http.md#other-containers", List.of(Signal.HTTP),
				Panel.graph("Threads of Tomcat", "none", "Threads that work, and how many there may be.")
					.query("sum by (instance) (tomcat_threads_busy_threads{@})", "{{instance}} busy")
					.query("sum by (instance) (tomcat_threads_config_max_threads{@})", "{{instance}} limit")
					.alerts("http", "ServerThreadsExhausted"),
				Panel.graph("Connections of Tomcat", "none", "Connections of clients, and how many there may be.")
					.query("sum by (instance) (tomcat_connections_current_connections{@})", "{{instance}} open")
					.query("sum by (instance) (tomcat_connections_config_max_connections{@})", "{{instance}} limit"));
	}

	/**
	 * Nothing failed is 0, and not nothing.
	 */
	private static String errorRatio(String labels) {
		return "(sum by (%1$s) (rate(%2$s[@])) or 0 * sum by (%1$s) (rate(%3$s[@]))) / sum by (%1$s) (rate(%3$s[@]))"
			.formatted(labels, FAILED, COUNT);
	}

}
