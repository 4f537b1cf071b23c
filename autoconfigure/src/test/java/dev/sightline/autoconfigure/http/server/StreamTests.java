package dev.sightline.autoconfigure.http.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Streamed answers, on Tomcat and on Netty.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamTests {

	/**
	 * How long the streams of these tests last at least, in seconds.
	 */
	private static final double LASTS = 0.4;

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldCountTheFirstByteAsLatency(WebApplicationType type, CapturedOutput output) {
		try (TestApp app = TestApp.web(type, EdgeApp.class, "sightline.http.slow-threshold=300ms")) {
			double most = hold(app, "/events", "first") - LASTS;
			await().untilAsserted(() -> {
				assertThat(value(app, "http_server_time_to_first_byte_seconds_count")).isEqualTo(1);
				assertThat(value(app, "http_server_requests_seconds_count")).isEqualTo(1);
			});
			assertThat(app.scrape("http_server_time_to_first_byte_seconds_bucket{uri=\"/events\"")).hasSize(13);
			assertThat(value(app, "http_server_requests_seconds_sum"))
				.isEqualTo(value(app, "http_server_time_to_first_byte_seconds_sum"))
				.isLessThan(most);
			assertThat(app.scrape("http_server_slow_total")).isEmpty();
			assertThat(output).doesNotContain("Slow request");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldCountTheDurationIfThatIsWanted(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, EdgeApp.class, "sightline.http.stream-latency=duration")) {
			double most = hold(app, "/events", "first") - LASTS;
			await().untilAsserted(
					() -> assertThat(value(app, "http_server_requests_seconds_sum")).isGreaterThanOrEqualTo(LASTS));
			assertThat(value(app, "http_server_time_to_first_byte_seconds_sum")).isLessThan(most);
		}
	}

	@Test
	void shouldKnowTheHandlersThatStreamWhateverTheType() {
		try (TestApp app = TestApp.servlet(MvcApp.class)) {
			for (String path : List.of("/body", "/entity", "/emitter")) {
				hold(app, path, "\r\n\r\n");
			}
			await().untilAsserted(() -> assertThat(app.scrape("http_server_time_to_first_byte_seconds_count")
				.stream()
				.map((line) -> line.replaceAll(".*uri=\"(.*?)\"} (.*)", "$1 $2")))
				.containsExactly("/body 1", "/emitter 1", "/entity 1"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellAStreamWhoseClientWentAwayFromOtherAnswers(WebApplicationType type) {
		EdgeApp.gate = new CompletableFuture<>();
		try (TestApp app = TestApp.web(type, EdgeApp.class)) {
			try (RawHttp connection = new RawHttp(app.port())) {
				connection.get("/wait");
				await().pollDelay(Duration.ofMillis(50)).until(() -> true);
				EdgeApp.gate.complete("done");
				assertThat(connection.read()).endsWith("done");
			}
			await().untilAsserted(() -> assertThat(app.scrape("http_server_requests_seconds_count")).hasSize(1));
			assertThat(app.scrape("http_server_time_to_first_byte")).isEmpty();
			try (RawHttp connection = new RawHttp(app.port())) {
				connection.get("/ticks").readUntil("data:");
				connection.readUntil("data:");
				connection.reset();
			}
			await().untilAsserted(() -> {
				assertThat(value(app, "http_server_requests_seconds_count")).isEqualTo(2);
				assertThat(value(app, "http_server_active_requests")).isZero();
				assertThat(value(app, "http_server_time_to_first_byte_seconds_count")).isEqualTo(1);
			});
			assertThat(app.scrape("application_errors_total")).isEmpty();
		}
	}

	@Test
	void shouldRefuseALatencyThatIsNone() {
		assertThatThrownBy(() -> TestApp.servlet(EdgeApp.class, "sightline.http.stream-latency=middle"))
			.hasStackTraceContaining("sightline.http.stream-latency")
			.hasStackTraceContaining("middle");
	}

	/**
	 * Ask for a stream and hold it open.
	 * @return the seconds that all took
	 */
	private static double hold(TestApp app, String path, String first) {
		EdgeApp.gate = new CompletableFuture<>();
		long start = System.nanoTime();
		try (RawHttp connection = new RawHttp(app.port())) {
			connection.get(path).readUntil(first);
			await().pollDelay(Duration.ofMillis((long) (1000 * LASTS))).until(() -> true);
			EdgeApp.gate.complete("last");
			connection.readUntil("last");
		}
		return (System.nanoTime() - start) / 1e9;
	}

	private static double value(TestApp app, String name) {
		return app.scrape(name).stream().mapToDouble((line) -> Double.parseDouble(line.replaceAll(".* ", ""))).sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class MvcApp {

		@GetMapping(path = "/body", produces = MediaType.TEXT_PLAIN_VALUE)
		StreamingResponseBody body() {
			return (out) -> {
				// Spring does not flush the body, so it has to be larger than the buffer.
				out.write("first".repeat(5000).getBytes(StandardCharsets.UTF_8));
				out.write(EdgeApp.gate.join().getBytes(StandardCharsets.UTF_8));
			};
		}

		@GetMapping(path = "/entity", produces = MediaType.TEXT_PLAIN_VALUE)
		ResponseEntity<StreamingResponseBody> entity() {
			return ResponseEntity.ok(body());
		}

		@GetMapping(path = "/emitter", produces = MediaType.TEXT_PLAIN_VALUE)
		ResponseBodyEmitter emitter() throws IOException {
			ResponseBodyEmitter emitter = new ResponseBodyEmitter();
			emitter.send("first", MediaType.TEXT_PLAIN);
			EdgeApp.gate.thenAccept((last) -> {
				try {
					emitter.send(last, MediaType.TEXT_PLAIN);
					emitter.complete();
				}
				catch (IOException ex) {
					emitter.completeWithError(ex);
				}
			});
			return emitter;
		}

	}

}
