package dev.sightline.autoconfigure.tracing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.spans.Headerless;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One request, one trace id: in the log line, in the span that arrived and in the
 * exemplar.
 */
@ExtendWith(OutputCaptureExtension.class)
class CorrelationTests {

	private static final String TRACE = "11111111111111111111111111111111";

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void shouldShowTheSameTraceEverywhere(boolean reactive, CapturedOutput output) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = start(reactive, "sightline.otlp.endpoint=" + receiver.endpoint(),
						"spring.application.name=shop", "sightline.version=1.2.3", "sightline.environment=staging",
						"management.opentelemetry.tracing.export.schedule-delay=100ms")) {
			String answer = Http
				.get(app.url(reactive ? "/reactive" : "/hello"), "traceparent", "00-" + TRACE + "-2222222222222222-01")
				.body();
			assertThat(answer).isEqualTo("hello");
			await().until(() -> !receiver.spans().isEmpty());
			ReceivedSpan span = receiver.spans().get(0);
			assertThat(span.traceId()).isEqualTo(TRACE);
			assertThat(span.parentSpanId()).isEqualTo("2222222222222222");
			assertThat(span.resource()).containsEntry("service.name", "shop")
				.containsEntry("service.version", "1.2.3")
				.containsEntry("deployment.environment.name", "staging")
				.containsKey("service.instance.id");
			JsonNode line = line(output, "Saying hello");
			assertThat(line.get("traceId").asString()).isEqualTo(TRACE);
			assertThat(line.get("spanId").asString()).isEqualTo(span.spanId());
			assertThat(line.get("service.instance.id").asString())
				.isEqualTo(span.resource().get("service.instance.id"));
			await().untilAsserted(() -> assertThat(
					Http.get(app.url("/actuator/prometheus"), "Accept", Http.OPEN_METRICS).body().lines())
				.filteredOn((metric) -> metric.contains("http_server_requests_seconds_bucket"))
				.anyMatch((metric) -> metric.contains("trace_id=\"" + TRACE + "\"")
						&& metric.contains("span_id=\"" + span.spanId() + "\"")));
			assertThat(app.scrape())
				.contains("service_instance_id=\"" + span.resource().get("service.instance.id") + "\"");
		}
	}

	@Test
	void shouldSendNothingWithoutEndpoint(CapturedOutput output) {
		try (TestApp app = start(false, "sightline.tracing.sampling=1")) {
			Http.get(app.url("/hello"));
			assertThat(line(output, "Saying hello").get("traceId").asString()).hasSize(32);
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			List<String> headers = new ArrayList<>();
			Observation.start("call", () -> new Call(headers), registry).stop();
			assertThat(headers).contains("traceparent");
			headers.clear();
			Observation.start("query", () -> new Query(headers), registry).stop();
			assertThat(headers).as("of what has none").isEmpty();
		}
		assertThat(output).doesNotContain("OtlpHttpSpanExporter").doesNotContain("HttpExporter");
	}

	@Test
	void shouldHaveTheSpanOfAMessageInsideOfATask() {
		try (TestApp app = TestApp.plain(App.class)) {
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			Tracer tracer = app.context().getBean(Tracer.class);
			ReceiverContext<Map<String, String>> message = new ReceiverContext<>(Map::get, Kind.CONSUMER);
			message.setCarrier(Map.of("traceparent", "00-" + TRACE + "-2222222222222222-01"));
			Observation.createNotStarted("task", registry).observe(() -> {
				String task = tracer.currentSpan().context().spanId();
				Observation.createNotStarted("message", () -> message, registry).observe(() -> {
					assertThat(tracer.currentSpan().context().traceId()).isEqualTo(TRACE);
					assertThat(tracer.currentSpan().context().spanId()).isEqualTo(MDC.get("spanId")).isNotEqualTo(task);
				});
				assertThat(tracer.currentSpan().context().spanId()).isEqualTo(task);
			});
		}
	}

	@Test
	void shouldStartWithAnEmptyPlaceholderInBootsOwnKey() {
		try (TestApp app = start(false, "management.opentelemetry.tracing.export.otlp.endpoint=${OTLP:}")) {
			assertThat(Http.get(app.url("/hello")).statusCode()).isEqualTo(200);
		}
	}

	private static TestApp start(boolean reactive, String... properties) {
		return reactive ? TestApp.reactive(App.class, properties) : TestApp.servlet(App.class, properties);
	}

	private static JsonNode line(CapturedOutput output, String message) {
		List<String> lines = output.getOut().lines().filter((line) -> line.contains(message)).toList();
		assertThat(lines).isNotEmpty();
		return JsonMapper.shared().readTree(lines.get(lines.size() - 1));
	}

	static class Call extends SenderContext<List<String>> {

		Call(List<String> headers) {
			super((carrier, key, value) -> headers.add(key));
			setCarrier(headers);
		}

	}

	static class Query extends Call implements Headerless {

		Query(List<String> headers) {
			super(headers);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		@GetMapping("/hello")
		String hello() {
			logger.info("Saying hello");
			return "hello";
		}

		@GetMapping("/reactive")
		Mono<String> reactive() {
			return Mono.delay(java.time.Duration.ofMillis(5)).map((tick) -> {
				logger.info("Saying hello");
				return "hello";
			});
		}

	}

}
