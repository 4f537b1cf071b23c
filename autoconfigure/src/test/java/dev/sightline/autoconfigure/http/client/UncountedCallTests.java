package dev.sightline.autoconfigure.http.client;

import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Calls that end with an exception and are no failure of the connection.
 */
class UncountedCallTests {

	private static EchoServer server;

	private static TestApp app;

	private static RestClient client;

	@BeforeAll
	static void start() {
		server = new EchoServer();
		app = TestApp.servlet(App.class);
		client = app.context()
			.getBean(RestClient.Builder.class)
			.requestFactory(ClientHttpRequestFactoryBuilder.jdk().build())
			.build();
	}

	@AfterAll
	static void stop() {
		app.close();
		server.close();
	}

	@Test
	void shouldNotCallAStatusAFailure() {
		assertNoFailure(() -> client.get().uri(server.url() + "/broken").retrieve().toBodilessEntity(),
				HttpServerErrorException.class);
		assertNoFailure(() -> client.get()
			.uri(server.url() + "/broken")
			.retrieve()
			.onStatus((status) -> true, (request, response) -> {
				throw new UnsupportedOperationException("hers");
			})
			.toBodilessEntity(), UnsupportedOperationException.class);
	}

	@Test
	void shouldNotCallContentAFailure() {
		assertNoFailure(() -> client.get().uri(server.url()).retrieve().body(Map.class), RestClientException.class);
		assertNoFailure(() -> client.post()
			.uri(server.url())
			.contentType(MediaType.APPLICATION_PDF)
			.body(new Object())
			.retrieve()
			.toBodilessEntity(), RestClientException.class);
	}

	private static void assertNoFailure(ThrowingCallable call, Class<?> type) {
		assertThatThrownBy(call).isInstanceOf(type);
		assertThat(Scrape.text(app)).contains("http_client_requests_seconds_count")
			.doesNotContain("http_client_failures");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
