package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of what users do, and of the meters that the application has of its own.
 */
final class BusinessDashboard {

	private static final String PAGE = "how-to/measure-your-business.md";

	/**
	 * The families of frameworks, which tell nothing of the business.
	 */
	private static final String OTHERS = "(application|auth|cache|db|executor|file|gen_ai|grpc|health|hikaricp|http|jdbc"
			+ "|jetty|jvm|kafka|lettuce|log4j2|logback|mongodb|netty|process|rabbitmq|rag|rate|reactor|redis|r2dbc"
			+ "|security|sightline|spring|storage|system|tasks|tomcat|websocket)_.*";

	private static final Variable COUNTER = Variable.some("counter", "Counters of yours",
			"label_values({__name__=~\".+_total\",__name__!~\"" + OTHERS + "\",job=~\"$application\"}, __name__)");

	private static final Variable TIMER = Variable.some("timer", "Timers of yours",
			"label_values({__name__=~\".+_seconds_count\",__name__!~\"" + OTHERS
					+ "\",job=~\"$application\"}, __name__)");

	static final Dashboard DASHBOARD = Dashboard.of("business", "Sightline / Business",
			"What users do, what waits to be done, and counters and timers that the application has of its own.",
			List.of(COUNTER, TIMER), users(), own(), cost());

	private BusinessDashboard() {
	}

	private static Row users() {
		return Row.of("Users and queues", PAGE, List.of(Signal.METRICS), Panel.graph("Active users", "none",
				"Users with a request in the last minutes, if sightline.metrics.business.active-users.enabled is true.")
			.query("sum by (job) (active_users{@})", "{{job}}")
			.page(PAGE + "#active-users"),
				Panel.graph("Open chats", "none", "WebSocket connections that are open.")
					.gauge("websocket_connections_active", "{@}", "uri")
					.of(Signal.WEBSOCKET)
					.page("reference/websocket.md#metrics"),
				Panel.graph("What users do", "reqps", "The ten routes that are asked for most, by method.")
					.query("topk(10, sum by (method, uri) (rate(http_server_requests_seconds_count{@,status!~'5..'}[@])))",
							"{{method}} {{uri}}")
					.of(Signal.HTTP)
					.page("reference/http.md#metrics"),
				Panel.graph("Files", "ops", "Files that users upload in a second.")
					.rate("file_upload_size_bytes_count", "{@}", "uri")
					.of(Signal.UPLOAD)
					.page("reference/uploads.md#metrics"),
				Panel.graph("Queues", "none", "What waits in the queues of sightline.metrics.business.queues.")
					.gauge("application_queue_size", "{@}", "queue")
					.page(PAGE + "#queues"));
	}

	private static Row own() {
		return Row.of("Meters of yours", PAGE, List.of(Signal.METRICS),
				Panel.graph("$counter", "ops", "A counter of the application, by instance: how often in a second.")
					.query("sum by (job, instance) (rate(${counter}{@}[@]))", "{{instance}}")
					.repeat("counter"),
				Panel.graph("$timer", "ops", "A timer of the application, by instance: how often in a second.")
					.query("sum by (job, instance) (rate(${timer}{@}[@]))", "{{instance}}")
					.repeat("timer"));
	}

	private static Row cost() {
		return Row.of("Models", "how-to/cost-per-tenant.md", List.of(Signal.LLM),
				Panel.graph("Cost of models", "none", "What calls of models cost in an hour, in their currency.")
					.query("sum by (job, currency) (rate(gen_ai_client_cost_total{@}[@])) * 3600",
							"{{job}} {{currency}}"),
				Panel.graph("Tokens of providers", "short", "Tokens a minute, by provider.")
					.query("sum by (gen_ai_provider_name) (rate(gen_ai_client_token_usage_sum{@}[@])) * 60",
							"{{gen_ai_provider_name}}")
					.page("reference/llm.md#tokens"),
				Panel.graph("Response time of providers", "s", "95 of 100 calls of the provider are faster than this.")
					.p95("gen_ai_client_operation_duration_seconds", "{@}", "gen_ai_provider_name")
					.page("reference/llm.md#metrics"));
	}

}
