package dev.sightline.sample;

import java.nio.file.Path;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications of twelve lines, built with Maven against the installed starter, get
 * everything.
 */
@Tag("faults")
class StrangerAppsIT {

	private static final String TRACE = "77777777777777777777777777777777";

	@ParameterizedTest
	@MethodSource("apps")
	void shouldGetEverything(String app, boolean aheadOfTime) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp stranger = app(app).jvm("-Dspring.aot.enabled=" + aheadOfTime)
					.variable("HOSTNAME", "pod-7")
					.with("--sightline.otlp.endpoint=" + receiver.endpoint(), "--spring.application.name=stranger",
							"--sightline.environment=staging", "--sightline.version=1.2.3",
							"--management.opentelemetry.tracing.export.schedule-delay=100ms")
					.start()) {
			stranger.awaitUp("/health/ready");
			assertThat(Http.get(stranger.url("/health")).body()).startsWith("{\"status\":\"UP\",");
			assertThat(Http.get(stranger.url("/health/live")).statusCode()).isEqualTo(200);
			HttpResponse<String> hello = Http.get(stranger.url("/hello"), "traceparent",
					"00-" + TRACE + "-8888888888888888-01", "X-Request-Id", "hello-1");
			assertThat(hello.body()).isEqualTo("hello");
			assertThat(hello.headers().allValues("X-Request-Id")).containsExactly("hello-1");
			assertThat(hello.headers().allValues("X-Trace-Id")).containsExactly(TRACE);

			await().until(() -> receiver.spans().stream().anyMatch((span) -> span.traceId().equals(TRACE)));
			ReceivedSpan span = receiver.spans()
				.stream()
				.filter((received) -> received.traceId().equals(TRACE))
				.findFirst()
				.orElseThrow();
			assertThat(span.resource()).containsEntry("service.name", "stranger")
				.containsEntry("service.version", "1.2.3")
				.containsEntry("deployment.environment.name", "staging");
			assertThat(span.resource().get("service.instance.id")).startsWith("pod-7-");
			assertThat(span.attributes()).containsEntry("correlation_id", "hello-1");

			List<JsonNode> lines = stranger.lines().stream().map(JsonMapper.shared()::readTree).toList();
			assertThat(lines.get(0).get("message").asString()).startsWith("Starting ");
			JsonNode line = lines.stream()
				.filter((json) -> json.get("message").asString().equals("Saying hello"))
				.findFirst()
				.orElseThrow();
			assertThat(line.get("traceId").asString()).isEqualTo(TRACE);
			assertThat(line.get("spanId").asString()).isEqualTo(span.spanId());
			assertThat(line.get("correlation_id").asString()).isEqualTo("hello-1");
			assertThat(line.get("service.instance.id").asString())
				.isEqualTo(span.resource().get("service.instance.id"));

			if (app.equals("jetty")) {
				assertMetersOfItsLibraries(stranger);
			}
			String scrape = Http.get(stranger.url("/actuator/prometheus"), "Accept", Http.OPEN_METRICS).body();
			assertThat(scrape).contains("jvm_memory_used_bytes", "process_cpu_usage", "service_name=\"stranger\"")
				.containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/hello\",le=\"0\\.25\"}");
			assertThat(scrape.lines()).filteredOn((metric) -> metric.startsWith("http_server_requests_seconds_bucket"))
				.anyMatch((metric) -> metric.contains("trace_id=\"" + TRACE + "\""));
			assertThat(Http.get(stranger.url("/actuator/env")).statusCode()).isEqualTo(404);
		}
	}

	/**
	 * Meters of Resilience4j and Spring Batch come from their own modules for Spring
	 * Boot.
	 */
	private static void assertMetersOfItsLibraries(ChildApp stranger) {
		assertThat(Http.get(stranger.url("/print")).body()).isEqualTo("printed");
		await().untilAsserted(() -> assertThat(Http.get(stranger.url("/actuator/prometheus")).body()).containsPattern(
				"resilience4j_circuitbreaker_calls_seconds_count\\{[^}]*kind=\"successful\",name=\"printer\"[^}]*} 1\n")
			.containsPattern("resilience4j_circuitbreaker_state\\{[^}]*name=\"printer\",[^}]*state=\"closed\"} 1\\.0")
			.containsPattern("resilience4j_retry_calls_total\\{[^}]*name=\"printer\"[^}]*} 0\\.0")
			.containsPattern("spring_batch_job_seconds_count\\{[^}]*\"nightly\"[^}]*} 1\n")
			.containsPattern("spring_batch_step_seconds_count\\{[^}]*\"count\"[^}]*} 1\n"));
		assertThat(stranger.output()).doesNotContain("has two forms", "has too many series");
	}

	static Stream<Arguments> apps() {
		return Stream.of(Arguments.of("webmvc", false), Arguments.of("webmvc", true), Arguments.of("webflux", false),
				Arguments.of("jetty", false));
	}

	@Test
	void shouldMeasureAndSendNothingWhenProcessedAheadOfTimeAndNoEndpointIsSet() {
		try (ChildApp stranger = app("webmvc").jvm("-Dspring.aot.enabled=true")
			.with("--sightline.http.slow-threshold=1m", "--sightline.jdbc.slow-threshold=1m")
			.start()) {
			stranger.awaitUp("/health/ready");
			Http.get(stranger.url("/hello"), "traceparent", "00-" + TRACE + "-8888888888888888-01");
			assertThat(Http.get(stranger.url("/sum")).body()).isEqualTo("3");
			await().untilAsserted(() -> assertThat(Http.get(stranger.url("/actuator/prometheus")).body())
				.containsPattern("db_client_operation_duration_seconds_count\\{[^}]*db_operation_name=\"SELECT\","
						+ "db_system_name=\"h2database\",[^}]*} 1\n")
				.containsPattern("jdbc_statements_per_request_count\\{[^}]*uri=\"/sum\"} 1\n"));
			assertThat(stranger.stop()).isEqualTo(143);
			assertThat(stranger.output()).doesNotContain("\"level\":\"ERROR\"").doesNotContain("\"level\":\"WARN\"");
		}
	}

	@Test
	void shouldReportErrorsToADsnThatIsSetAfterProcessingAheadOfTime() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp stranger = app("webmvc").jvm("-Dspring.aot.enabled=true")
					.with("--sentry.dsn=" + receiver.endpoint().replace("http://", "http://key@") + "/1")
					.start()) {
			stranger.awaitUp("/health/ready");
			Http.get(stranger.url("/fail"));
			await().until(() -> receiver.requests().contains("/api/1/envelope/"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--sightline.enabled=false", "--sightline.sentry.enabled=false" })
	void shouldStartWhenSwitchedOffAfterProcessingAheadOfTime(String off) {
		try (ChildApp stranger = app("webmvc").jvm("-Dspring.aot.enabled=true").with(off).start()) {
			stranger.awaitUp("/hello");
		}
	}

	@Test
	void shouldStandAsideWhenTheAgentIsOnBoard() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp stranger = app("webmvc").jvm("-javaagent:" + System.getProperty("agent"))
					.variable("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
					.variable("OTEL_TRACES_EXPORTER", "otlp")
					.variable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
					.variable("OTEL_BSP_SCHEDULE_DELAY", "100")
					.start()) {
			assertOneServerSpan(stranger, receiver, "OpenTelemetry's Java agent is on board");
		}
	}

	@Test
	void shouldStandAsideWhenTheOtherStarterIsOnBoard() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp stranger = app("otel-starter").variable("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
					.variable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
					.variable("OTEL_BSP_SCHEDULE_DELAY", "100")
					.start()) {
			assertOneServerSpan(stranger, receiver, "OpenTelemetry's Spring Boot starter is on board");
		}
	}

	private static void assertOneServerSpan(ChildApp stranger, OtlpReceiver receiver, String notice) {
		stranger.awaitUp("/health/ready");
		Http.get(stranger.url("/hello"), "traceparent", "00-" + TRACE + "-8888888888888888-01");
		await().until(() -> receiver.spans().stream().anyMatch((span) -> span.traceId().equals(TRACE)));
		stranger.stop();
		assertThat(receiver.spans()).filteredOn((span) -> span.traceId().equals(TRACE))
			.filteredOn((span) -> span.kind().equals("SPAN_KIND_SERVER"))
			.hasSize(1);
		assertThat(stranger.output().lines()).filteredOn((line) -> line.contains(notice)).hasSize(1);
	}

	private static ChildApp.Launcher app(String name) {
		return ChildApp.jar(Path.of(System.getProperty("strangers"), name, "target", "app.jar"));
	}

}
