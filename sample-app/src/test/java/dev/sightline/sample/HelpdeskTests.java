package dev.sightline.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the sample tells, signal by signal.
 */
@ExtendWith(OutputCaptureExtension.class)
class HelpdeskTests {

	/**
	 * What the rules name and this test can not see: series of Prometheus itself, of
	 * exporters and of containers, and those that come with a fault or a call that it
	 * does not make. Other tests hold the names of the last.
	 */
	private static final Pattern ELSEWHERE = Pattern.compile("""
			up|scrape_duration_seconds|ALERTS|(node|pg|container)_.*|ssl_(certificate|chain)_expiry_seconds
			|redis_(up|memory_.*_bytes|connected_clients|config_maxclients|rejected_connections_total)
			|http_client_requests_seconds_(count|bucket)|rate_limit_hits_total|websocket_(closes|handshakes)_total
			|file_uploads_rejected_total|sightline_cardinality_overflow_total
			|gen_ai_client_(fallbacks|cost_unknown)_total|gen_ai_execute_tool_duration_seconds_count
			""".replaceAll("\\s", ""));

	private static Helpdesk helpdesk;

	@BeforeAll
	static void start() {
		helpdesk = new Helpdesk();
	}

	@AfterAll
	static void stop() {
		helpdesk.close();
	}

	@Test
	void shouldServeTickets() {
		assertThat(Http.get(helpdesk.url("/api/tickets")).body()).contains("It does not print");
		var opened = Http.send("POST", helpdesk.url("/api/tickets"), "{\"subject\":\"Paper jam\",\"customer\":\"Ada\"}",
				"Content-Type", "application/json");
		assertThat(opened.statusCode()).isEqualTo(201);
		String id = opened.body().replaceAll(".*\"id\":(\\d+).*", "$1");
		assertThat(Http.get(helpdesk.url("/api/tickets/" + id)).body()).contains("Paper jam");
		assertThat(Http.get(helpdesk.url("/api/tickets/999999")).statusCode()).isEqualTo(404);
		assertThat(Http
			.send("POST", helpdesk.url("/api/tickets"), "{\"subject\":\"\"}", "Content-Type", "application/json")
			.statusCode()).isEqualTo(400);
	}

	@Test
	void shouldShowThePage() {
		assertThat(Http.get(helpdesk.url("/")).body()).contains("Cause traffic", "/actuator/prometheus",
				"/health/ready");
		var docs = Http.get(helpdesk.url("/docs/getting-started.md"));
		assertThat(docs.body()).contains("Sightline");
		assertThat(docs.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
	}

	@Test
	void shouldShowTheRequestThatWasJustMade() {
		Http.get(helpdesk.url("/api/tickets"));
		await().untilAsserted(() -> assertThat(scrape()).containsPattern(
				"http_server_requests_seconds_count\\{[^}]*method=\"GET\"[^}]*status=\"200\"[^}]*uri=\"/api/tickets\"} [1-9]"));
	}

	@Test
	void shouldMeasureTheDatabasePool() {
		assertThat(scrape()).contains("hikaricp_connections_active", "hikaricp_connections_acquire_seconds_count");
	}

	@Test
	void shouldMeasureStatements() {
		Http.get(helpdesk.url("/api/tickets"));
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("db_client_operation_duration_seconds_count\\{[^}]*db_collection_name=\"tickets\","
					+ "db_operation_name=\"SELECT\",db_system_name=\"h2database\",[^}]*} [1-9]"));
	}

	@Test
	void shouldTellOfRepeatedStatements(CapturedOutput output) {
		assertThat(Http.get(helpdesk.url("/api/reports/customers")).body()).contains("{\"name\":\"Ada\",\"tickets\":");
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("jdbc_statements_repeated_total\\{db_collection_name=\"tickets\","
					+ "db_operation_name=\"SELECT\",[^}]*uri=\"/api/reports/customers\"} [1-9]"));
		assertThat(output.getOut()).containsOnlyOnce("Repeated query: SELECT tickets ran 30 times");
	}

	@Test
	void shouldTellOfSlowStatements(CapturedOutput output) {
		assertThat(Http.get(helpdesk.url("/api/reports/slow")).body()).startsWith("{\"tickets\":");
		await().untilAsserted(() -> assertThat(scrape()).containsPattern(
				"jdbc_statements_slow_total\\{[^}]*db_collection_name=\"tickets\",db_operation_name=\"SELECT\",[^}]*} [1-9]"));
		assertThat(output.getOut()).contains("Slow query: SELECT tickets on ",
				"SELECT COUNT(*) AS tickets, pg_sleep(?) AS slept FROM tickets");
	}

	@Test
	void shouldMeasureTheCache() {
		Http.get(helpdesk.url("/api/articles/2"));
		Http.get(helpdesk.url("/api/articles/2"));
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("cache_gets_total\\{[^}]*name=\"articles\",result=\"hit\"[^}]*} [1-9]")
			.containsPattern("cache_gets_total\\{[^}]*name=\"articles\",result=\"miss\"[^}]*} [1-9]")
			.containsPattern("cache_hit_ratio\\{[^}]*name=\"articles\"[^}]*} 0\\.[1-9]"));
	}

	@Test
	void shouldMeasureTheChat() {
		CompletableFuture<String> heard = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create(helpdesk.url("/ws/chat").replace("http:", "ws:")), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
					heard.complete(data.toString());
					return null;
				}

			})
			.join();
		socket.sendText("Does it print?", true).join();
		assertThat(heard.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("Does it print?");
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("websocket_connections_active\\{[^}]*uri=\"/ws/chat\"} 1")
			.containsPattern("websocket_message_size_bytes_sum\\{direction=\"sent\",[^}]*uri=\"/ws/chat\"} 14"));
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("websocket_closes_total\\{code=\"1000\",[^}]*uri=\"/ws/chat\"} 1")
			.containsPattern("websocket_connections_active\\{[^}]*uri=\"/ws/chat\"} 0"));
	}

	@Test
	void shouldMeasureTheSystem() {
		assertThat(scrape()).contains("jvm_memory_used_bytes", "process_cpu_usage", "jvm_gc_",
				"process_uptime_seconds");
	}

	@Test
	void shouldTellWhoItIs() {
		assertThat(scrape()).containsPattern("target_info\\{[^}]*deployment_environment_name=\"demo\",[^}]*"
				+ "service_name=\"helpdesk\",service_version=\"[^\"]+\",team=\"support\"} 1");
	}

	@Test
	void shouldTellTheSameTraceInSpanAndLogLine(CapturedOutput output) {
		String trace = "33333333333333333333333333333333";
		Http.get(helpdesk.url("/api/slow?ms=1"), "traceparent", "00-" + trace + "-4444444444444444-01");
		await().untilAsserted(() -> assertThat(helpdesk.receiver().spans())
			.anySatisfy((span) -> assertThat(span.traceId()).isEqualTo(trace)));
		assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("Waited 1 ms"))
			.singleElement()
			.asString()
			.contains("\"traceId\":\"" + trace + "\"", "\"service.name\":\"helpdesk\"");
	}

	@Test
	void shouldShowItsOwnSpan() {
		String trace = "55555555555555555555555555555555";
		Http.send("POST", helpdesk.url("/api/tickets"), "{\"subject\":\"Smoke\",\"customer\":\"Ada\"}", "Content-Type",
				"application/json", "traceparent", "00-" + trace + "-6666666666666666-01");
		await().untilAsserted(
				() -> assertThat(helpdesk.receiver().spans()).filteredOn((span) -> span.traceId().equals(trace))
					.extracting(ReceivedSpan::name)
					.contains("triage ticket"));
		assertThat(scrape()).containsPattern("ticket_triage_seconds_count\\{[^}]*method=\"queue\"[^}]*} [1-9]");
	}

	@Test
	void shouldCountFailures() {
		assertThat(Http.get(helpdesk.url("/api/fail")).statusCode()).isEqualTo(500);
		await().untilAsserted(() -> assertThat(scrape()).containsPattern(
				"http_server_requests_seconds_count\\{[^}]*exception=\"IllegalStateException\"[^}]*status=\"500\"[^}]*uri=\"/api/fail\"} [1-9]"));
	}

	@Test
	void shouldStreamTheTickets() {
		var export = Http.get(helpdesk.url("/api/tickets/export"));
		assertThat(export.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
		assertThat(export.headers().firstValue("X-Response-Time")).isPresent();
		assertThat(export.body().lines()).isNotEmpty().allMatch((line) -> line.startsWith("{\"id\":"));
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("http_server_response_body_size_bytes_sum\\{[^}]*uri=\"/api/tickets/export\"} [1-9]")
			.contains("http_server_active_requests{method=\"GET\""));
	}

	@Test
	void shouldCountErrorsByType() {
		Http.get(helpdesk.url("/api/fail"));
		await().untilAsserted(() -> assertThat(scrape()).containsPattern(
				"application_errors_total\\{component=\"http.server.requests\",[^}]*type=\"IllegalStateException\"} [1-9]"));
	}

	@Test
	void shouldTellOfTheServer() {
		assertThat(scrape()).contains("tomcat_threads_busy_threads", "tomcat_connections_current_connections");
	}

	@Test
	void shouldMeasureAttachments() {
		String attachments = helpdesk.url("/api/tickets/1/attachments");
		assertThat(attach(attachments, 2500).body()).contains("\"size\":2500");
		assertThat(Http.get(attachments).body()).contains("\"size\":2500");
		assertThat(attach(helpdesk.url("/api/tickets/999999/attachments"), 1).statusCode()).isEqualTo(404);
		assertThat(attach(attachments, 1_500_000).statusCode()).isEqualTo(413);
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("file_upload_size_bytes_bucket\\{[^}]*type=\"image\","
					+ "uri=\"/api/tickets/\\{ticket}/attachments\",le=\"10000.0\"} [1-9]")
			.containsPattern("file_uploads_rejected_total\\{reason=\"file_too_large\",[^}]*uri=\"UNKNOWN\"} [1-9]"));
	}

	private static HttpResponse<String> attach(String url, int size) {
		return Http.send("POST", url,
				"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"screen.png\"\r\n"
						+ "Content-Type: image/png\r\n\r\n" + "x".repeat(size) + "\r\n--b--\r\n",
				"Content-Type", "multipart/form-data; boundary=b");
	}

	@Test
	void shouldAnswerProbes() {
		for (String path : new String[] { "/health", "/health/ready", "/health/live" }) {
			assertThat(Http.get(helpdesk.url(path)).body()).startsWith("{\"status\":\"UP\",\"timestamp\":");
		}
		assertThat(Http.get(helpdesk.url("/health/metrics")).body()).contains("health_status{", "check=\"db\"");
		assertThat(Http.get(helpdesk.url("/health/detailed")).statusCode()).isEqualTo(403);
	}

	@Test
	void shouldHaveTheMetricsOfItsRules() {
		for (String path : List.of("/api/tickets", "/api/fail", "/api/reports/slow", "/api/reports/customers",
				"/api/articles/1", "/api/chat/stream?message=Hello")) {
			Http.get(helpdesk.url(path));
		}
		Http.send("POST", helpdesk.url("/api/ask"), "{\"message\":\"How do I turn the screen?\"}", "Content-Type",
				"application/json");
		String rules = Http.get(helpdesk.url("/actuator/sightlinerules")).body();
		Set<String> names = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{")
			.matcher(rules)
			.results()
			.map((name) -> name.group(1))
			.filter((name) -> !name.startsWith("slo:") && !ELSEWHERE.matcher(name).matches())
			.collect(Collectors.toSet());
		assertThat(names).contains("http_server_requests_seconds_bucket", "gen_ai_client_cost_total");
		await()
			.untilAsserted(() -> assertThat(scrape().lines().map((line) -> line.split("[{ ]")[0])).containsAll(names));
		assertThat(rules).contains("http://localhost:8080/docs/reference/runbooks/http.md#")
			.contains("slo: \"tickets\"")
			.doesNotContain("security_", "r2dbc_");
		assertThat(scrape()).contains("slo_error_budget_remaining_ratio{", "slo=\"tickets-fast\"");
	}

	@Test
	void shouldOpenNothingElse() {
		assertThat(Http.get(helpdesk.url("/actuator")).body()).contains("prometheus", "health", "info");
		for (String endpoint : new String[] { "env", "beans", "loggers", "heapdump", "configprops", "metrics" }) {
			assertThat(Http.get(helpdesk.url("/actuator/" + endpoint)).statusCode()).as(endpoint).isEqualTo(404);
		}
	}

	private static String scrape() {
		return Http.get(helpdesk.url("/actuator/prometheus")).body();
	}

}
