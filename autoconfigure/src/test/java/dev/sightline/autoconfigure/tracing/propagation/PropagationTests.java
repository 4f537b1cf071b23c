package dev.sightline.autoconfigure.tracing.propagation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.common.KeyValue;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What goes over the wire: ids in other formats, and baggage within limits.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropagationTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private static OtlpReceiver receiver;

	private static TestApp app;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		app = TestApp.servlet(App.class, receiver.settings("sightline.tracing.propagation=b3,jaeger",
				"management.tracing.baggage.remote-fields=tenant,customer",
				"management.tracing.baggage.correlation.fields=tenant",
				"management.tracing.baggage.tag-fields=customer", "sightline.tracing.baggage.metric-tags=tenant"));
	}

	@AfterAll
	static void end() {
		app.close();
		receiver.close();
	}

	@ParameterizedTest
	@CsvSource({ "b3, 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
			"uber-trace-id, 0af7651916cd43dd8448eb211c80319c:b7ad6b7169203331:0:1",
			"X-B3-TraceId, 0af7651916cd43dd8448eb211c80319c" })
	void shouldReadAndTellTheFormatsThatAreSet(String header, String value) {
		String path = "/call/" + header;
		String answer = Http
			.get(app.url(path), header, value, "X-B3-SpanId", SPAN, "X-B3-Sampled", "1", "traceparent",
					"00-11111111111111111111111111111111-2222222222222222-01")
			.body();
		ReceivedSpan received = await().until(() -> span("SPAN_KIND_SERVER", path), (span) -> span != null);
		assertThat(received.traceId()).isEqualTo(TRACE);
		assertThat(received.parentSpanId()).isEqualTo(SPAN);
		String caller = await()
			.until(() -> receiver.spans()
				.stream()
				.filter((span) -> span.kind().equals("SPAN_KIND_CLIENT")
						&& span.parentSpanId().equals(received.spanId()))
				.findFirst()
				.orElse(null), (span) -> span != null)
			.spanId();
		assertThat(answer).contains("b3=" + TRACE + "-" + caller + "-1")
			.contains("uber-trace-id=" + TRACE + ":" + caller + ":0:1")
			.doesNotContain("traceparent", "x-b3-traceid");
	}

	@Test
	void shouldPassOnlyBaggageThatIsAllowedToLogsSpansFewTagsAndOthers() {
		String large = "x".repeat(LimitedBaggage.LARGEST_FIELD);
		double before = discarded("too_large");
		String answer = Http
			.get(app.url("/call/baggage"), "tenant", "acme", "customer", "c1", "baggage",
					"evil=1,secret=2,customer=" + large)
			.body();
		assertThat(answer).contains("mdc=acme", "tenant=acme", "customer=c1").doesNotContain("evil", "secret", "xxx");
		ReceivedSpan received = await().until(() -> span("SPAN_KIND_SERVER", "/call/baggage"), (span) -> span != null);
		assertThat(received.attributes()).containsEntry("customer", "c1").containsEntry("tenant", "acme");
		assertThat(app.scrape("http_server_requests_seconds_count{"))
			.anyMatch((line) -> line.contains("tenant=\"acme\"") && line.contains("uri=\"/call/{how}\""))
			.allMatch((line) -> line.contains("tenant="));
		Http.get(app.url("/call/large"), "tenant", large + "x");
		assertThat(discarded("too_large")).isGreaterThan(before);
		for (int i = 0; i < BaggageTags.LIMIT + 20; i++) {
			assertThat(Http.get(app.url("/headers?only=x"), "tenant", "t" + i).statusCode()).isEqualTo(200);
		}
		List<String> series = app.scrape("http_server_requests_seconds_count{")
			.stream()
			.filter((line) -> line.contains("uri=\"/headers\""))
			.toList();
		assertThat(series).hasSizeLessThan(BaggageTags.LIMIT + 10)
			.anyMatch((line) -> line.contains("tenant=\"_other\""));
	}

	@Test
	void shouldLetWhatTheApplicationSaysOfARequestWin() {
		Http.get(app.url("/own"), "tenant", "claimed");
		assertThat(app.scrape("http_server_requests_seconds_count{"))
			.anyMatch((line) -> line.contains("tenant=\"verified\"") && line.contains("uri=\"/own\""))
			.noneMatch((line) -> line.contains("claimed"));
	}

	private static double discarded(String reason) {
		return app.scrape("sightline_tracing_baggage_discarded_total{reason=\"" + reason + "\"}")
			.stream()
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private static ReceivedSpan span(String kind, String url) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.kind().equals(kind) && url.equals(span.attributes().get("http.url")))
			.findFirst()
			.orElse(null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private final RestClient.Builder client;

		App(RestClient.Builder client) {
			this.client = client;
		}

		@GetMapping("/call/{how}")
		String call(@RequestHeader HttpHeaders headers) {
			return "mdc=" + MDC.get("tenant") + " "
					+ this.client.build()
						.get()
						.uri("http://" + headers.getFirst(HttpHeaders.HOST) + "/headers")
						.retrieve()
						.body(String.class);
		}

		@GetMapping("/own")
		String own(HttpServletRequest request) {
			ServerHttpObservationFilter.findObservationContext(request)
				.orElseThrow()
				.addLowCardinalityKeyValue(KeyValue.of("tenant", "verified"));
			return "done";
		}

		@GetMapping("/headers")
		String headers(@RequestHeader HttpHeaders headers, @RequestParam(required = false) String only) {
			Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			all.putAll(headers.toSingleValueMap());
			return all.toString();
		}

	}

}
