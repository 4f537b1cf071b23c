package dev.sightline.autoconfigure.http.server;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What goes wrong with requests ends well.
 */
@Tag("faults")
@ExtendWith(OutputCaptureExtension.class)
class ServerFaultTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldAnswerWhateverTheHeadersAre(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, EdgeApp.class, "server.max-http-request-header-size=32KB")) {
			String baggage = "k=" + "v".repeat(8000);
			HttpResponse<String> response = Http.get(app.url("/hello"), "traceparent", "00-zz-ff-x", "tracestate",
					"=,=", "baggage", baggage);
			assertThat(response.body()).isEqualTo("hello");
			assertThat(response.headers().firstValue("X-Trace-Id")).isPresent();
			for (String hostile : List.of("a\rb", "a\nSet-Cookie: b", "\u0000", "\u00ff", "x".repeat(5000))) {
				try (RawHttp connection = new RawHttp(app.port())) {
					String answer = connection
						.write("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: " + hostile
								+ "\r\n\r\n")
						.readAll();
					assertThat(answer).as(hostile)
						.startsWith("HTTP/1.1 ")
						.doesNotContain("Set-Cookie")
						.doesNotContain("xxxx");
				}
			}
			assertThat(Http.get(app.url("/hello")).body()).isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldSurviveHeadersWithoutEnd(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, EdgeApp.class)) {
			try (RawHttp connection = new RawHttp(app.port())) {
				connection.write("GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Big: ");
				String part = "x".repeat(100_000);
				for (int i = 0; i < 100; i++) {
					connection.write(part);
				}
			}
			catch (java.io.UncheckedIOException ex) {
				assertThat(ex).hasMessageMatching(".*(reset|pipe|abort|closed).*");
			}
			assertThat(Http.get(app.url("/hello")).body()).isEqualTo("hello");
			await().untilAsserted(
					() -> assertThat(app.scrape("http_server_active_requests{method=\"GET\"} 0")).hasSize(1));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldCountARequestWhoseBodyBreaksOff(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, EdgeApp.class)) {
			try (RawHttp connection = new RawHttp(app.port())) {
				connection.write("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
						+ "Content-Length: 1000000\r\n\r\n" + "z".repeat(1000));
				await().until(() -> app.scrape("http_server_active_requests{method=\"POST\"} 1").size() == 1);
				connection.reset();
			}
			await().until(() -> app.scrape("http_server_active_requests{method=\"POST\"} 0").size() == 1);
			await().untilAsserted(() -> assertThat(app.scrape("http_server_requests_seconds_count{")).singleElement()
				.asString()
				.contains("uri=\"/echo\""));
			assertThat(Http.get(app.url("/hello")).body()).isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellOfExceptionsThatSayNothing(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, FaultyApp.class, "sightline.tracing.sampling=1")) {
			assertThat(Http.get(app.url("/silent")).statusCode()).isEqualTo(500);
			assertThat(Http.get(app.url("/nasty")).statusCode()).isEqualTo(500);
			assertThat(Http.get(app.url("/fine")).statusCode()).isEqualTo(200);
			// Spring itself fails to tell of the second, and so makes a third of it.
			await().untilAsserted(() -> assertThat(app.scrape("application_errors_total")).hasSize(2)
				.contains(
						"application_errors_total{component=\"http.server.requests\",type=\"RuntimeException\"} 1.0"));
		}
	}

	@Test
	void shouldSayBothIdsInTheLineOfTomcat(CapturedOutput output) {
		try (TestApp app = TestApp.servlet(EdgeApp.class, "sightline.logging.format=json")) {
			HttpResponse<String> response = Http.get(app.url("/fail"), "X-Request-Id", "broken-1");
			assertThat(response.statusCode()).isEqualTo(500);
			List<JsonNode> lines = output.getOut()
				.lines()
				.filter((line) -> line.contains("threw exception"))
				.map(JsonMapper.shared()::readTree)
				.toList();
			assertThat(lines).hasSize(1);
			assertThat(lines.get(0).path("correlation_id").asString("")).isEqualTo("broken-1");
			assertThat(lines.get(0).path("traceId").asString(""))
				.isEqualTo(response.headers().firstValue("X-Trace-Id").orElseThrow());
			Http.get(app.url("/hello"));
			assertThat(output.getOut().lines().filter((line) -> line.contains("Saying hello"))).singleElement()
				.asString()
				.doesNotContain("broken-1")
				.doesNotContain(lines.get(0).path("traceId").asString("none"));
		}
	}

	@Test
	void shouldCountAnAnswerThatFailsAfterItBegan() {
		try (TestApp app = TestApp.servlet(ServletApp.class)) {
			String answer;
			try (RawHttp connection = new RawHttp(app.port())) {
				answer = connection.get("/half").readAll();
			}
			assertThat(answer).startsWith("HTTP/1.1 200").contains("half an ans");
			int sent = Pattern.compile("\r\n([0-9a-f]+)\r\n")
				.matcher(answer)
				.results()
				.mapToInt((size) -> Integer.parseInt(size.group(1), 16))
				.sum();
			await().untilAsserted(() -> {
				assertThat(app.scrape("http_server_requests_seconds_count")).singleElement()
					.asString()
					.contains("exception=\"IOException\"", "uri=\"/half\"");
				assertThat(app.scrape("http_server_response_body_size_bytes_sum")).singleElement()
					.asString()
					.endsWith(" " + sent + ".0");
			});
			assertThat(Http.get(app.url("/fine")).body()).isEqualTo("fine");
		}
	}

	@Test
	void shouldAnswerARequestThatTakesTooLong() {
		try (TestApp app = TestApp.servlet(ServletApp.class, "spring.mvc.async.request-timeout=200ms")) {
			assertThat(Http.get(app.url("/never")).statusCode()).isEqualTo(503);
			await().untilAsserted(() -> {
				assertThat(app.scrape("http_server_requests_seconds_count")).singleElement()
					.asString()
					.contains("status=\"503\"", "uri=\"/never\"");
				assertThat(app.scrape("http_server_active_requests{method=\"GET\"} 0")).hasSize(1);
			});
		}
	}

	@Test
	void shouldCancelAReactiveAnswerThatNeverCompletes() {
		try (TestApp app = TestApp.reactive(FaultyApp.class)) {
			try (RawHttp connection = new RawHttp(app.port())) {
				connection.get("/mono");
				await().until(() -> app.scrape("http_server_active_requests{method=\"GET\"} 1").size() == 1);
				connection.reset();
			}
			await().untilAsserted(() -> {
				assertThat(app.scrape("http_server_requests_seconds_count")).singleElement()
					.asString()
					.contains("status=\"UNKNOWN\"", "outcome=\"UNKNOWN\"");
				assertThat(app.scrape("http_server_active_requests{method=\"GET\"} 0")).hasSize(1);
			});
		}
	}

	@Test
	void shouldAnswerThoughTheObservationFails(CapturedOutput output) {
		try (TestApp app = TestApp.servlet(WithConvention.class)) {
			for (int i = 0; i < 3; i++) {
				assertThat(Http.get(app.url("/fine")).body()).isEqualTo("fine");
			}
			assertThat(output.getOut().lines().filter((line) -> line.contains("was not fully observed"))).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "open", "close", "stop", "filter" })
	void shouldAnswerThoughAHandlerFails(String where, CapturedOutput output) {
		BrokenHandler.where = where;
		try (TestApp app = TestApp.servlet(WithBrokenHandler.class, "sightline.logging.format=json",
				"server.tomcat.threads.max=1", "server.tomcat.threads.min-spare=1")) {
			for (int i = 0; i < 3; i++) {
				assertThat(Http.get(app.url("/fine")).body()).isEqualTo("fine");
			}
			BrokenHandler.where = "";
			assertThat(Http.get(app.url("/fine")).body()).isEqualTo("fine");
			await().until(() -> app.scrape("http_server_active_requests"),
					(lines) -> lines.equals(List.of("http_server_active_requests{method=\"GET\"} 0.0")));
			assertThat(output.getOut().lines().filter((line) -> line.contains("was not fully observed"))).hasSize(1);
			List<String> traces = output.getOut()
				.lines()
				.filter((line) -> line.contains("\"message\":\"Fine\""))
				.map((line) -> JsonMapper.shared().readTree(line).path("traceId").asString(""))
				.toList();
			assertThat(traces).hasSize(4);
			if (!where.equals("close")) {
				// Nothing of the requests before is left on the thread. A handler that
				// fails
				// to close
				// keeps those before it from closing, and nobody can do it for them.
				assertThat(traces.get(3)).isNotEmpty().isNotIn(traces.subList(0, 3));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldDoTheSameOnVirtualThreads(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, EdgeApp.class, "spring.threads.virtual.enabled=true")) {
			HttpResponse<String> response = Http.get(app.url("/hello"), "X-Request-Id", "v1");
			assertThat(response.headers().allValues("X-Request-Id")).containsExactly("v1");
			await()
				.untilAsserted(() -> assertThat(app.scrape("http_server_response_body_size_bytes_sum")).singleElement()
					.asString()
					.endsWith(" 5.0"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class FaultyApp {

		private static final Logger logger = LoggerFactory.getLogger(FaultyApp.class);

		@GetMapping("/fine")
		String fine() {
			logger.info("Fine");
			return "fine";
		}

		@GetMapping("/silent")
		String silent() {
			throw new RuntimeException((String) null);
		}

		@GetMapping("/nasty")
		String nasty() {
			throw new NastyException();
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.never();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletApp extends FaultyApp {

		@GetMapping("/half")
		void half(HttpServletResponse response) throws IOException {
			response.getOutputStream().print("half an ans");
			response.flushBuffer();
			throw new IOException("on purpose");
		}

		@GetMapping("/never")
		DeferredResult<String> never() {
			return new DeferredResult<>();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithConvention extends FaultyApp {

		@Bean
		ServerRequestObservationConvention convention() {
			return new DefaultServerRequestObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
					throw new IllegalStateException("convention on purpose");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithBrokenHandler extends FaultyApp {

		@Bean
		BrokenHandler brokenHandler() {
			return new BrokenHandler();
		}

		@Bean
		ObservationFilter brokenFilter() {
			return (context) -> {
				BrokenHandler.failAt("filter");
				return context;
			};
		}

	}

	static class BrokenHandler implements ObservationHandler<ServerRequestObservationContext> {

		private static volatile String where = "";

		static void failAt(String place) {
			if (place.equals(where)) {
				throw new IllegalStateException(place + " on purpose");
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ServerRequestObservationContext;
		}

		@Override
		public void onStart(ServerRequestObservationContext context) {
			failAt("start");
		}

		@Override
		public void onScopeOpened(ServerRequestObservationContext context) {
			failAt("open");
		}

		@Override
		public void onScopeClosed(ServerRequestObservationContext context) {
			failAt("close");
		}

		@Override
		public void onStop(ServerRequestObservationContext context) {
			failAt("stop");
		}

	}

	static class NastyException extends RuntimeException {

		@Override
		public String toString() {
			throw new UnsupportedOperationException("toString on purpose");
		}

		@Override
		public String getMessage() {
			return null;
		}

	}

}
