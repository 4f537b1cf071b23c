package dev.sightline.sample;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * From one request that fails to all that is known of it, by its trace. Spotlight
 * receives the event; without it (see {@code .ci/run}) the tests are skipped.
 */
@ExtendWith(OutputCaptureExtension.class)
class SentryTests {

	private static final List<String> CANARIES = List.of("hunter2-canary", "eyJhbGciOiJIUzI1NiJ9.canary.canary",
			"4111111111111111");

	private static Spotlight spotlight;

	private static Helpdesk helpdesk;

	@BeforeAll
	static void start() throws Exception {
		assumeThat(Spotlight.isInstalled()).as("Spotlight is not installed").isTrue();
		spotlight = new Spotlight();
		helpdesk = new Helpdesk("--sentry.dsn=" + spotlight.dsn());
	}

	@AfterAll
	static void stop() {
		if (helpdesk != null) {
			helpdesk.close();
		}
		if (spotlight != null) {
			spotlight.close();
		}
	}

	@Test
	void shouldLinkOneIssueToAllThatIsKnownOfItsRequest(CapturedOutput output) {
		var answer = Http.get(helpdesk.url("/api/fail?password=" + CANARIES.get(0)), "X-Request-Id", "request-77",
				"Authorization", "Bearer " + CANARIES.get(1), "Cookie", "card=" + CANARIES.get(2));
		assertThat(answer.statusCode()).isEqualTo(500);
		String trace = answer.headers().firstValue("X-Trace-Id").orElseThrow();

		await().until(() -> !events(trace).isEmpty());
		// A second event of the same exception would come with the container's own line,
		// which is written before the answer.
		Http.get(helpdesk.url("/api/tickets/999999"));
		JsonNode event = events(trace).get(0);
		assertThat(events(trace)).hasSize(1);
		assertThat(event.at("/exception/values/0/value").asString()).isEqualTo("The printer is on fire");
		assertThat(event.path("transaction").asString()).isEqualTo("GET /api/fail");
		assertThat(event.at("/tags/correlation_id").asString()).isEqualTo("request-77");
		assertThat(event.at("/release").asString()).startsWith("helpdesk@");
		assertThat(event.at("/exception/values/0/stacktrace/frames").findValuesAsString("in_app")).contains("true");
		assertThat(headers(trace)).isEqualTo(1);

		await().until(() -> span(trace) != null);
		assertThat(event.at("/contexts/trace/span_id").asString()).isEqualTo(span(trace).spanId());
		assertThat(span(trace).attributes()).containsEntry("sentry_event_id", event.path("event_id").asString());

		JsonNode line = JsonMapper.shared()
			.readTree(output.getOut()
				.lines()
				.filter((text) -> text.contains("Servlet.service()") && text.contains("printer is on fire"))
				.findFirst()
				.orElseThrow());
		assertThat(line.path("traceId").asString()).isEqualTo(trace);
		assertThat(line.path("sentry_event_id").asString()).isEqualTo(event.path("event_id").asString());

		String scrape = Http.get(helpdesk.url("/actuator/prometheus"), "Accept", Http.OPEN_METRICS).body();
		assertThat(scrape.lines()).anyMatch((text) -> text.startsWith("http_server_requests_seconds_bucket")
				&& text.contains("uri=\"/api/fail\"") && text.contains("trace_id=\"" + trace + "\""));
		assertThat(CANARIES).noneMatch(spotlight.received()::contains);
	}

	private static ReceivedSpan span(String trace) {
		return helpdesk.receiver()
			.spans()
			.stream()
			.filter((span) -> span.traceId().equals(trace) && span.parentSpanId().isEmpty())
			.findFirst()
			.orElse(null);
	}

	private static List<JsonNode> events(String trace) {
		return envelopes().flatMap((envelope) -> items(envelope))
			.filter((event) -> event.at("/contexts/trace/trace_id").asString().equals(trace))
			.toList();
	}

	private static long headers(String trace) {
		return envelopes().filter((envelope) -> envelope.get(0).at("/trace/trace_id").asString().equals(trace)).count();
	}

	private static Stream<JsonNode> items(JsonNode envelope) {
		return envelope.get(1)
			.valueStream()
			.filter((item) -> item.get(0).path("type").asString().equals("event"))
			.map((item) -> item.get(1));
	}

	/**
	 * As Spotlight tells its page of them: header, and items with a header each.
	 */
	private static Stream<JsonNode> envelopes() {
		return spotlight.received()
			.lines()
			.filter((text) -> text.startsWith("data:") && text.endsWith("]"))
			.map((text) -> JsonMapper.shared().readTree(text.substring("data:".length())));
	}

}
