package dev.sightline.autoconfigure.http.server;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;
import dev.sightline.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The headers of answers and the sizes of bodies, on Tomcat and on Netty.
 */
class EdgeTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellTheTimeInEachAnswer(WebApplicationType type) {
		EdgeApp.gate = CompletableFuture.completedFuture("last");
		try (TestApp app = TestApp.web(type, EdgeApp.class)) {
			for (String path : List.of("/hello", "/json", "/large/100000", "/empty", "/later", "/fail", "/nothing",
					"/events", "/limited")) {
				HttpResponse<String> response = Http.get(app.url(path));
				assertThat(response.headers().allValues("X-Response-Time")).as(path)
					.singleElement()
					.asString()
					.matches("\\d+\\.\\dms");
				assertThat(response.headers().allValues("X-Trace-Id")).as(path)
					.singleElement()
					.asString()
					.matches("[0-9a-f]{32}");
				assertThat(response.headers().firstValue("Server-Timing")).as(path).isEmpty();
			}
			HttpResponse<String> own = Http.get(app.url("/own"));
			assertThat(own.headers().allValues("X-Response-Time")).containsExactly("mine");
			assertThat(own.headers().allValues("X-Trace-Id")).containsExactly("mine");
			assertThat(app.scrape("http_server_requests_seconds_count")).isNotEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellOnlyWhatIsWanted(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, EdgeApp.class, "sightline.http.headers.request-id=false",
				"sightline.http.headers.trace-id=false", "sightline.http.headers.response-time=false",
				"sightline.http.headers.server-timing=true")) {
			HttpResponse<String> response = Http.get(app.url("/hello"));
			assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
			assertThat(response.headers().firstValue("X-Trace-Id")).isEmpty();
			assertThat(response.headers().firstValue("X-Response-Time")).isEmpty();
			assertThat(response.headers().allValues("Server-Timing")).singleElement()
				.asString()
				.matches("total;dur=\\d+\\.\\d");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldPutTheIdsOnTheSpanToo(WebApplicationType type) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, EdgeApp.class, receiver.settings())) {
			HttpResponse<String> response = Http.get(app.url("/hello"), "X-Request-Id", "order-42");
			await().until(() -> !receiver.spans().isEmpty());
			ReceivedSpan span = receiver.spans().get(0);
			assertThat(span.attributes()).containsEntry("correlation_id", "order-42");
			assertThat(response.headers().firstValue("X-Trace-Id")).isEqualTo(Optional.of(span.traceId()));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldMeasureAndCountAnswers(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, EdgeApp.class)) {
			bodiesAsTheyAreSent(app);
			chunksWithoutTheirFrames(app);
			whoComesTooOften(app);
			keptConnectionsAndOldOnes(app);
		}
	}

	private static void bodiesAsTheyAreSent(TestApp app) {
		Http.get(app.url("/hello"));
		Http.get(app.url("/hello"));
		Http.send("HEAD", app.url("/hello"), null);
		Http.get(app.url("/large/100000"));
		Http.get(app.url("/later"));
		Http.get(app.url("/empty"));
		Http.send("POST", app.url("/echo"), "y".repeat(1234), "Content-Type", "text/plain");
		String chunked = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
				+ "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n";
		try (RawHttp connection = new RawHttp(app.port())) {
			assertThat(connection.write(chunked).readAll()).endsWith("abcdefgh");
		}
		await().untilAsserted(() -> {
			assertThat(sums(app, "request")).containsExactlyInAnyOrder("GET /hello 2 0", "HEAD /hello 1 0",
					"GET /large/{size} 1 0", "GET /later 1 0", "GET /empty 1 0", "POST /echo 2 1242");
			assertThat(sums(app, "response")).containsExactlyInAnyOrder("GET /hello 2 10", "HEAD /hello 1 0",
					"GET /large/{size} 1 100000", "GET /later 1 5", "GET /empty 1 0", "POST /echo 2 1242");
		});
		assertThat(app.scrape("http_server_response_body_size_bytes_bucket{method=\"GET\",uri=\"/hello\"")).hasSize(7);
	}

	private static void chunksWithoutTheirFrames(TestApp app) {
		EdgeApp.gate = CompletableFuture.completedFuture("last");
		int length = Http.get(app.url("/events")).body().length();
		await().untilAsserted(() -> assertThat(sums(app, "response")).contains("GET /events 1 " + length));
	}

	private static void whoComesTooOften(TestApp app) {
		Http.get(app.url("/limited"));
		Http.get(app.url("/limited"));
		await().until(() -> app.scrape("rate_limit_hits"),
				(lines) -> lines.equals(List.of("rate_limit_hits_total{uri=\"/limited\"} 2.0")));
	}

	private static void keptConnectionsAndOldOnes(TestApp app) {
		try (RawHttp kept = new RawHttp(app.port()); RawHttp old = new RawHttp(app.port())) {
			String first = kept.get("/json").read();
			String second = kept.get("/json").read();
			assertThat(first).contains("X-Request-Id: ").endsWith("}");
			assertThat(second).contains("X-Request-Id: ").endsWith("}").isNotEqualTo(first);
			assertThat(old.write("GET /json HTTP/1.0\r\n\r\n").readAll()).contains("X-Request-Id: ").endsWith("}");
		}
		await().untilAsserted(() -> assertThat(sums(app, "response")).contains("GET /json 3 45"));
	}

	@Test
	void shouldMeasureWhatTomcatCompressedAndHaveItsOwnNumbers() {
		try (TestApp app = TestApp.servlet(EdgeApp.class, "server.compression.enabled=true",
				"server.tomcat.threads.max=7")) {
			assertThat(app.scrape("tomcat_threads_config_max_threads"))
				.anyMatch((line) -> line.endsWith("http-nio-127.0.0.1-" + app.port() + "\"} 7.0"));
			assertThat(app.scrape("tomcat_connections_current_connections")).isNotEmpty();
			assertThat(app.property("sentry.context-tags")).isEqualTo("correlation_id");
			try (RawHttp connection = new RawHttp(app.port())) {
				String answer = connection
					.write("GET /large/100000 HTTP/1.0\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")
					.readAll();
				assertThat(answer).containsIgnoringCase("content-encoding: gzip");
			}
			await().untilAsserted(
					() -> assertThat(sums(app, "response")).singleElement().asString().matches("GET .* 1 \\d{3}"));
		}
	}

	@Test
	void shouldTellOfTheConnectionsOfNetty() {
		try (TestApp app = TestApp.reactive(EdgeApp.class); RawHttp kept = new RawHttp(app.port())) {
			kept.get("/hello").read();
			await().until(() -> app.scrape("netty_connections_current"),
					(lines) -> lines.equals(List.of("netty_connections_current 2.0")));
			assertThat(app.scrape("netty_eventexecutor_tasks_pending")).isNotEmpty();
			kept.reset();
			await().until(() -> app.scrape("netty_connections_current"),
					(lines) -> lines.equals(List.of("netty_connections_current 1.0")));
		}
	}

	/**
	 * Method, route, count and sum.
	 */
	private static List<String> sums(TestApp app, String side) {
		String name = "http_server_" + side + "_body_size_bytes";
		List<String> sums = app.scrape(name + "_sum");
		return app.scrape(name + "_count")
			.stream()
			.map((line) -> line.replaceAll(".*method=\"(.*?)\",uri=\"(.*?)\"} (\\d+).*", "$1 $2 $3"))
			.map((count) -> count + " " + sums.stream()
				.filter((line) -> line.contains("method=\"" + count.split(" ")[0] + "\",uri=\"" + count.split(" ")[1]))
				.map((line) -> Math.round(Double.parseDouble(line.split(" ")[1])))
				.findFirst()
				.orElseThrow())
			.toList();
	}

}
