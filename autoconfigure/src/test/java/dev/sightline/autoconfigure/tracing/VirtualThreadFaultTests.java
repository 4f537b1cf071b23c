package dev.sightline.autoconfigure.tracing;

import java.net.http.HttpClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand requests that are all in flight at once, each on a virtual thread of its
 * own.
 */
@Tag("faults")
@Tag("virtual-threads")
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadFaultTests {

	private static final int REQUESTS = 1000;

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldKeepAThousandRequestsApart(String server) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp app = TracingFaultTests.launcher(server, receiver.endpoint())
					.jvm("-Dtogether=" + REQUESTS)
					.with("--spring.threads.virtual.enabled=true", "--server.tomcat.accept-count=" + REQUESTS)
					.start()
					.awaitUp("/hello/first")) {
			Map<String, String> traces = new HashMap<>();
			for (HttpResponse<String> answer : all(app)) {
				assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
				String[] parts = answer.body().split(" ");
				assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("request-" + parts[0]);
				assertThat(answer.headers().firstValue("X-Trace-Id")).hasValue(parts[1]);
				assertThat(parts[2]).isEqualTo("VirtualThread");
				traces.put(parts[0], parts[1]);
			}
			app.stop();
			assertThat(traces).hasSize(REQUESTS);
			assertThat(traces.values()).doesNotHaveDuplicates();
			Map<String, String> spans = new HashMap<>();
			receiver.spans()
				.stream()
				.filter((span) -> span.name().equals("http get /together/{id}"))
				.forEach((span) -> spans.put(span.attributes().get("http.url").substring("/together/".length()),
						span.traceId() + " " + span.attributes().get("correlation_id")));
			Map<String, String> lines = new HashMap<>();
			app.lines().stream().filter((line) -> line.contains("\"Hello r")).forEach((line) -> {
				JsonNode json = JsonMapper.shared().readTree(line);
				lines.put(json.get("message").asString().substring("Hello ".length()),
						json.path("traceId").asString("") + " " + json.path("correlation_id").asString(""));
			});
			Map<String, String> expected = new HashMap<>();
			traces.forEach((id, trace) -> expected.put(id, trace + " request-" + id));
			assertThat(lines).isEqualTo(expected);
			assertThat(spans).isEqualTo(expected);
		}
	}

	private static List<HttpResponse<String>> all(ChildApp app) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			String id = "r" + i;
			answers.add(client.sendAsync(HttpRequest.newBuilder(URI.create(app.url("/together/" + id)))
				.header("X-Request-Id", "request-" + id)
				.timeout(Duration.ofSeconds(90))
				.build(), BodyHandlers.ofString()));
		}
		List<HttpResponse<String>> all = new ArrayList<>();
		for (CompletableFuture<HttpResponse<String>> answer : answers) {
			all.add(answer.get(90, TimeUnit.SECONDS));
		}
		return all;
	}

}
