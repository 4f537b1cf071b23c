package dev.sightline.autoconfigure.http.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Calls that are slow, and what happens if they can not be told of.
 */
@ExtendWith(OutputCaptureExtension.class)
class SlowCallTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String SLOW = "http_client_slow_total";

	private static final String ITEMS = "client_name=\"127.0.0.1\",uri=\"/items/{id}\"";

	@ParameterizedTest
	@EnumSource(names = { "REST_CLIENT_ON_JDK", "WEB_CLIENT" })
	void shouldTellOfSlowCalls(Client client, CapturedOutput output) {
		try (EchoServer server = new EchoServer(); TestApp app = start("sightline.http.client.slow-threshold=1ns")) {
			String parent = client.get(app.context(), server.url(), PATIENCE, PATIENCE);
			client.get(app.context(), server.url(), PATIENCE, PATIENCE);
			await().untilAsserted(() -> assertThat(Scrape.series(app, SLOW)).containsEntry(ITEMS, 2.0).hasSize(1));
			JsonNode line = onlyLine(output);
			assertThat(line.get("level").asString()).isEqualTo("WARN");
			assertThat(line.get("message").asString())
				.matches("Slow call: GET 127\\.0\\.0\\.1 /items/\\{id} answered 200 after \\d+ ms");
			assertThat(line.get("event_type").asString()).isEqualTo("performance");
			assertThat(line.get("server.address").asString()).isEqualTo("127.0.0.1");
			assertThat(line.get("url.template").asString()).isEqualTo("/items/{id}");
			assertThat(line.get("http.response.status_code").isIntegralNumber()).isTrue();
			assertThat(line.get("duration_ms").isIntegralNumber()).isTrue();
			assertThat(parent)
				.startsWith("00-" + line.get("traceId").asString() + "-" + line.get("spanId").asString() + "-");
		}
	}

	@Test
	void shouldTellOfSlowFailures(CapturedOutput output) {
		try (TroubledServer server = TroubledServer.silent();
				TestApp app = start("sightline.http.client.slow-threshold=100ms")) {
			assertThatThrownBy(() -> Client.REST_CLIENT_ON_JDK.get(app.context(), "http://127.0.0.1:" + server.port(),
					PATIENCE, Duration.ofMillis(200)))
				.isInstanceOf(ResourceAccessException.class);
			assertThat(Scrape.series(app, SLOW)).containsEntry(ITEMS, 1.0);
			JsonNode line = onlyLine(output);
			assertThat(line.get("message").asString())
				.matches("Slow call: GET 127\\.0\\.0\\.1 /items/\\{id} failed with read_timeout after \\d+ ms");
			assertThat(line.get("error.type").asString()).isEqualTo("read_timeout");
			assertThat(line.has("http.response.status_code")).isFalse();
		}
	}

	@Test
	void shouldNotCallAStreamSlow() {
		try (EchoServer server = new EchoServer(); TestApp app = start("sightline.http.client.slow-threshold=1ns")) {
			String url = server.url() + "/events";
			app.context().getBean(RestClient.Builder.class).build().get().uri(url).retrieve().toBodilessEntity();
			WebClient client = app.context().getBean(WebClient.Builder.class).build();
			client.get().uri(url).retrieve().toBodilessEntity().block();
			Client.WEB_CLIENT.get(app.context(), server.url(), PATIENCE, PATIENCE);
			await().untilAsserted(() -> assertThat(Scrape.series(app, SLOW)).containsOnlyKeys(ITEMS));
		}
	}

	@Test
	void shouldCallNothingSlowByDefault() {
		try (EchoServer server = new EchoServer(); TestApp app = start()) {
			Client.REST_CLIENT_ON_JDK.get(app.context(), server.url(), PATIENCE, PATIENCE);
			assertThat(Scrape.series(app, SLOW)).isEmpty();
		}
	}

	@Test
	void shouldRefuseAThresholdOfNothing() {
		assertThatThrownBy(() -> start("sightline.http.client.slow-threshold=0s"))
			.hasStackTraceContaining("sightline.http.client.slow-threshold")
			.hasStackTraceContaining("such as 1s");
	}

	@Test
	void shouldNotChangeWhatTheClientDoes(CapturedOutput output) {
		try (EchoServer server = new EchoServer();
				TestApp app = TestApp.servlet(BrokenMeters.class, "sightline.http.client.slow-threshold=1ns")) {
			assertThat(Client.REST_CLIENT_ON_JDK.get(app.context(), server.url(), PATIENCE, PATIENCE)).isNotEmpty();
			assertThat(Client.WEB_CLIENT.get(app.context(), server.url(), PATIENCE, PATIENCE)).isNotEmpty();
			assertThatThrownBy(() -> Client.REST_CLIENT_ON_JDK.get(app.context(),
					"http://127.0.0.1:" + ChildApp.freePort(), PATIENCE, PATIENCE))
				.isInstanceOf(ResourceAccessException.class)
				.hasNoSuppressedExceptions();
			assertThat(output.getOut().lines().filter((line) -> line.contains("A call could not be counted")))
				.hasSizeBetween(1, 2);
		}
	}

	private static TestApp start(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("sightline.logging.format=json");
		all.add("sightline.tracing.sampling=1");
		return TestApp.servlet(App.class, all.toArray(String[]::new));
	}

	private static JsonNode onlyLine(CapturedOutput output) {
		List<String> lines = output.getOut().lines().filter((line) -> line.contains("Slow call")).toList();
		assertThat(lines).hasSize(1);
		return JsonMapper.shared().readTree(lines.get(0));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenMeters extends App {

		@Bean
		MeterFilter broken() {
			return new MeterFilter() {

				@Override
				public MeterFilterReply accept(Meter.Id id) {
					if (id.getName().startsWith("http.client.slow")
							|| id.getName().startsWith("http.client.failures")) {
						throw new IllegalStateException("Broken on purpose");
					}
					return MeterFilterReply.NEUTRAL;
				}

			};
		}

	}

}
