package dev.sightline.autoconfigure.http.client;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Calls of real clients that get no answer, each told by its reason.
 */
@Timeout(60)
class ClientFailureTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	private static final Duration LONG = Duration.ofSeconds(20);

	private static TestApp app;

	@BeforeAll
	static void start() {
		app = TestApp.servlet(App.class);
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@ParameterizedTest
	@EnumSource
	void shouldTellOfARefusedConnection(Client client) {
		assertFailure(client, "http://127.0.0.1:" + ChildApp.freePort(), LONG, LONG, "connect_refused");
	}

	@ParameterizedTest
	@EnumSource
	void shouldTellOfAConnectionThatTakesTooLong(Client client) {
		try (TroubledServer server = TroubledServer.full()) {
			assertFailure(client, "http://127.0.0.1:" + server.port(), SHORT, LONG, "connect_timeout");
		}
	}

	@ParameterizedTest
	@EnumSource
	void shouldTellOfAnUnknownHost(Client client) {
		assertFailure(client, "http://nothing.invalid", LONG, LONG, "dns");
	}

	@ParameterizedTest
	@EnumSource
	void shouldTellOfAnAnswerThatTakesTooLong(Client client) {
		try (TroubledServer server = TroubledServer.silent()) {
			assertFailure(client, "http://127.0.0.1:" + server.port(), LONG, SHORT, "read_timeout");
		}
	}

	@ParameterizedTest
	@EnumSource
	void shouldTellOfAReset(Client client) {
		try (TroubledServer server = TroubledServer.resetting()) {
			assertFailure(client, "http://127.0.0.1:" + server.port(), LONG, LONG, "reset");
		}
	}

	@ParameterizedTest
	@EnumSource
	void shouldTellOfAConnectionThatIsClosed(Client client) {
		try (TroubledServer server = TroubledServer.closing()) {
			assertFailure(client, "http://127.0.0.1:" + server.port(), LONG, LONG, "reset");
		}
	}

	@ParameterizedTest
	@EnumSource
	void shouldTellOfAServerWithoutTls(Client client) {
		try (TroubledServer server = TroubledServer.plain()) {
			assertFailure(client, "https://127.0.0.1:" + server.port(), LONG, LONG, "tls");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT_ON_REACTOR_NETTY", "REST_CLIENT_ON_JETTY" }, mode = Mode.EXCLUDE)
	void shouldTellOfAnAnswerThatStops(Client client) {
		try (TroubledServer server = TroubledServer.stuck()) {
			assertFailure(client, "http://127.0.0.1:" + server.port(), LONG, SHORT, "read_timeout");
		}
	}

	@Test
	void shouldTellOfACallThatIsCancelled() {
		try (TroubledServer server = TroubledServer.silent()) {
			Map<String, Double> before = failures();
			assertThatThrownBy(() -> app.context()
				.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri("http://127.0.0.1:" + server.port())
				.retrieve()
				.toBodilessEntity()
				.block(SHORT)).isInstanceOf(IllegalStateException.class);
			await().untilAsserted(() -> assertThat(since(before)).containsExactly(failure("127.0.0.1", "cancelled")));
		}
	}

	@Test
	void shouldTellOfACallThatIsInterrupted() {
		try (TroubledServer server = TroubledServer.silent()) {
			Map<String, Double> before = failures();
			Thread.currentThread().interrupt();
			assertThatThrownBy(
					() -> Client.REST_CLIENT_ON_JDK.get(app.context(), "http://127.0.0.1:" + server.port(), LONG, LONG))
				.isInstanceOf(ResourceAccessException.class);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(since(before)).containsExactly(failure("127.0.0.1", "cancelled"));
		}
	}

	private static void assertFailure(Client client, String base, Duration connect, Duration read, String reason) {
		Map<String, Double> before = failures();
		assertThatThrownBy(() -> client.get(app.context(), base, connect, read))
			.isInstanceOfAny(RestClientException.class, WebClientRequestException.class);
		String host = base.replaceAll("https?://|:\\d+", "");
		await().untilAsserted(() -> assertThat(since(before)).containsExactly(failure(host, reason)));
	}

	private static Map.Entry<String, Double> failure(String host, String reason) {
		return Map.entry("client_name=\"" + host + "\",reason=\"" + reason + "\"", 1.0);
	}

	private static Map<String, Double> failures() {
		return Scrape.series(app, "http_client_failures_total");
	}

	private static Map<String, Double> since(Map<String, Double> before) {
		Map<String, Double> difference = new TreeMap<>(failures());
		before.forEach(
				(key, value) -> difference.merge(key, -value, (now, then) -> (now + then != 0) ? now + then : null));
		return difference;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
