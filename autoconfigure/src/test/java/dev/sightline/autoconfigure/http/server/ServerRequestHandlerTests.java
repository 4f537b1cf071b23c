package dev.sightline.autoconfigure.http.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Requests in flight and slow ones, on Tomcat and on Netty.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerRequestHandlerTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldCountWhatIsInFlightAndCallNothingSlowByDefault(WebApplicationType type) {
		App.gate = new CompletableFuture<>();
		try (TestApp app = TestApp.web(type, App.class)) {
			assertThat(app.scrape("http_server_active_requests")).isEmpty();
			CompletableFuture<Integer> answer = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/wait")).statusCode());
			await().until(() -> app.scrape("http_server_active_requests"),
					(lines) -> lines.equals(List.of("http_server_active_requests{method=\"GET\"} 1.0")));
			App.gate.complete("done");
			assertThat(answer.join()).isEqualTo(200);
			Http.send("PURGE", app.url("/wait"), null);
			await().until(() -> app.scrape("http_server_active_requests"),
					(lines) -> lines.equals(List.of("http_server_active_requests{method=\"GET\"} 0.0",
							"http_server_active_requests{method=\"UNKNOWN\"} 0.0")));
			assertThat(app.scrape("http_server_slow")).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellOfSlowRequests(WebApplicationType type, CapturedOutput output) {
		try (TestApp app = TestApp.web(type, App.class, "sightline.http.slow-threshold=1ns",
				"sightline.logging.format=json", "sightline.tracing.sampling=1")) {
			Http.get(app.url("/item/1"));
			Http.get(app.url("/item/2"));
			Http.get(app.url("/events"));
			await().until(() -> app.scrape("http_server_slow_total"),
					(lines) -> lines.equals(List.of("http_server_slow_total{uri=\"/item/{id}\"} 2.0")));
			List<String> lines = output.getOut().lines().filter((line) -> line.contains("Slow request")).toList();
			assertThat(lines).hasSize(1);
			JsonNode line = JsonMapper.shared().readTree(lines.get(0));
			assertThat(line.get("level").asString()).isEqualTo("WARN");
			assertThat(line.get("message").asString())
				.matches("Slow request: GET /item/\\{id} answered 200 after \\d+ ms");
			assertThat(line.get("event_type").asString()).isEqualTo("performance");
			assertThat(line.get("http.route").asString()).isEqualTo("/item/{id}");
			assertThat(line.get("http.response.status_code").isIntegralNumber()).isTrue();
			assertThat(line.get("duration_ms").isIntegralNumber()).isTrue();
			assertThat(line.get("traceId").asString()).matches("[0-9a-f]{32}");
			assertThat(line.get("spanId").asString()).matches("[0-9a-f]{16}");
		}
	}

	@Test
	void shouldRefuseAThresholdOfNothing() {
		assertThatThrownBy(() -> TestApp.servlet(App.class, "sightline.http.slow-threshold=0s"))
			.hasStackTraceContaining("sightline.http.slow-threshold")
			.hasStackTraceContaining("such as 1s");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private static volatile CompletableFuture<String> gate = new CompletableFuture<>();

		@GetMapping("/item/{id}")
		String item(@PathVariable int id) {
			return "item " + id;
		}

		@GetMapping("/wait")
		CompletableFuture<String> await() {
			return gate;
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.just("one", "two");
		}

	}

}
