package dev.sightline.autoconfigure.http.client;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The bounds on the hosts and routes that are called. Nobody listens there, which makes
 * series as well.
 */
class ClientBoundTests {

	private static final String CALLS = "http_client_requests_seconds_count";

	private final int port = ChildApp.freePort();

	@Test
	void shouldBoundTheRoutesOfAHost() {
		try (TestApp app = TestApp.servlet(App.class)) {
			for (int i = 0; i < 500; i++) {
				call(app, 1, "/of-" + letters(i) + "/{id}");
			}
			Map<String, Double> series = Scrape.series(app, CALLS);
			assertThat(series).hasSize(101);
			assertThat(sum(series)).isEqualTo(500);
			series.keySet().removeIf((key) -> !key.contains("uri=\"_other\""));
			assertThat(series.values()).containsExactly(400.0);
			call(app, 2, "/items/{id}");
			assertThat(Scrape.series(app, CALLS).keySet())
				.anyMatch((key) -> key.contains("client_name=\"127.0.0.2\"") && key.contains("uri=\"/items/{id}\""));
		}
	}

	@Test
	void shouldLoseNoCallToTheLimitOfSpringBoot() {
		try (TestApp app = TestApp.servlet(App.class, "management.metrics.web.client.max-uri-tags=10")) {
			for (int i = 0; i < 50; i++) {
				call(app, 1 + i % 3, "/of-" + letters(i) + "/{id}");
				assertThatThrownBy(
						() -> restClient(app).get().uri(URI.create(url(1, "/of"))).retrieve().toBodilessEntity())
					.isInstanceOf(ResourceAccessException.class);
			}
			Map<String, Double> series = Scrape.series(app, CALLS);
			assertThat(sum(series)).isEqualTo(100);
			int routes = 7;
			int others = 3;
			int none = 1;
			assertThat(series).hasSize(routes + others + none);
		}
	}

	@Test
	void shouldBoundTheHosts() {
		try (TestApp app = TestApp.servlet(App.class)) {
			for (int i = 1; i <= 150; i++) {
				call(app, i, "/items/{id}");
			}
			for (String metric : List.of(CALLS, "http_client_failures_total")) {
				Map<String, Double> series = Scrape.series(app, metric);
				assertThat(series).as(metric).hasSize(101);
				series.keySet().removeIf((key) -> !key.contains("client_name=\"_other\""));
				assertThat(series.values()).as(metric).containsExactly(50.0);
			}
		}
	}

	private void call(TestApp app, int host, String path) {
		assertThatThrownBy(() -> restClient(app).get().uri(url(host, path), 1).retrieve().toBodilessEntity())
			.isInstanceOf(ResourceAccessException.class);
	}

	private String url(int host, String path) {
		return "http://127.0.0." + host + ":" + this.port + path;
	}

	private static RestClient restClient(TestApp app) {
		return app.context()
			.getBean(RestClient.Builder.class)
			.requestFactory(ClientHttpRequestFactoryBuilder.simple().build())
			.build();
	}

	private static String letters(int number) {
		return String.valueOf((char) ('a' + number / 26)) + (char) ('a' + number % 26);
	}

	private static double sum(Map<String, Double> series) {
		return series.values().stream().mapToDouble(Double::doubleValue).sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
