package dev.sightline.autoconfigure.tracing;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Zipkin understands the traces as they were meant. It does not speak OTLP, so
 * what our receiver got is forwarded. {@code mvn verify -Pfaults -Dtest.groups=nightly}
 * brings it; without it the tests are skipped.
 */
@Tag("nightly")
class ZipkinTests {

	private static final Path JAR = Path.of("target/nightly/zipkin-server.jar");

	private static final int PORT = ChildApp.freePort();

	private static NightlyServer zipkin;

	@BeforeAll
	static void start() {
		assumeThat(JAR).as("Zipkin was not downloaded").exists();
		zipkin = NightlyServer.start(
				List.of("-Xmx256m", "-jar", JAR.toString(), "--armeria.ports[0].ip=127.0.0.1",
						"--armeria.ports[0].port=" + PORT, "--armeria.ports[0].protocols[0]=http"),
				Map.of(), url("/health"));
	}

	@AfterAll
	static void stop() {
		if (zipkin != null) {
			zipkin.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldShowTheTraceOfARequestThatCallsAndFails(WebApplicationType type) {
		String service = "shop-" + type.name().toLowerCase(java.util.Locale.ROOT);
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, App.class, receiver.settings("spring.application.name=" + service))) {
			String trace = Http.get(app.url("/outer?url=" + app.url("/inner")))
				.headers()
				.firstValue("X-Trace-Id")
				.orElseThrow();
			await().untilAsserted(() -> assertThat(receiver.spans()).hasSize(3));
			forward(receiver.spans());
			await().untilAsserted(() -> assertThat(read("/api/v2/trace/" + trace)).hasSize(3));
			JsonNode spans = read("/api/v2/trace/" + trace);
			JsonNode outer = find(spans, "SERVER", "http get /outer");
			JsonNode client = find(spans, "CLIENT", "http get");
			JsonNode inner = find(spans, "SERVER", "http get /inner");
			assertThat(outer.has("parentId")).isFalse();
			assertThat(client.path("parentId").asString()).isEqualTo(outer.path("id").asString());
			assertThat(inner.path("parentId").asString()).isEqualTo(client.path("id").asString());
			assertThat(inner.at("/tags/error").asString("none")).isNotEqualTo("none");
			assertThat(outer.path("duration").asLong()).isGreaterThanOrEqualTo(inner.path("duration").asLong());
			assertThat(outer.at("/localEndpoint/serviceName").asString()).isEqualTo(service);
			Set<String> services = read("/api/v2/services").valueStream()
				.map(JsonNode::asString)
				.collect(Collectors.toSet());
			assertThat(services).contains(service);
			assertThat(read("/api/v2/traces?serviceName=" + service + "&annotationQuery=error")
				.findValuesAsString("traceId")).contains(trace);
		}
	}

	private static JsonNode find(JsonNode spans, String kind, String name) {
		return spans.valueStream()
			.filter((span) -> span.path("kind").asString("").equals(kind)
					&& span.path("name").asString("").startsWith(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError(kind + " " + name + " is not among " + spans));
	}

	private static void forward(List<ReceivedSpan> spans) {
		String body = JsonMapper.shared().writeValueAsString(spans.stream().map(ZipkinTests::zipkin).toList());
		assertThat(Http.send("POST", url("/api/v2/spans"), body, "Content-Type", "application/json").statusCode())
			.isEqualTo(202);
	}

	private static Map<String, Object> zipkin(ReceivedSpan span) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("traceId", span.traceId());
		json.put("id", span.spanId());
		if (!span.parentSpanId().isEmpty()) {
			json.put("parentId", span.parentSpanId());
		}
		json.put("name", span.name());
		String kind = span.kind().substring("SPAN_KIND_".length());
		if (!kind.equals("INTERNAL")) {
			json.put("kind", kind);
		}
		json.put("timestamp", span.start() / 1000);
		json.put("duration", Math.max(1, (span.end() - span.start()) / 1000));
		json.put("localEndpoint", Map.of("serviceName", span.resource().get("service.name")));
		Map<String, String> tags = new LinkedHashMap<>(span.attributes());
		if (span.status().equals("STATUS_CODE_ERROR")) {
			tags.put("error", "true");
		}
		json.put("tags", tags);
		return json;
	}

	private static JsonNode read(String path) {
		return JsonMapper.shared().readTree(Http.get(url(path)).body());
	}

	private static String url(String path) {
		return "http://127.0.0.1:" + PORT + path;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private final WebClient client;

		App(WebClient.Builder builder) {
			this.client = builder.build();
		}

		@GetMapping("/outer")
		Mono<String> outer(@RequestParam String url) {
			return this.client.get().uri(url).retrieve().bodyToMono(String.class).onErrorReturn("it failed");
		}

		@GetMapping("/inner")
		String inner() {
			throw new IllegalStateException("wanted");
		}

	}

}
