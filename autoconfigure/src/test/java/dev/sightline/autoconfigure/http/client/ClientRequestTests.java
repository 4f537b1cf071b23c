package dev.sightline.autoconfigure.http.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.micrometer.common.KeyValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls of real clients: their trace, their buckets and their names.
 */
class ClientRequestTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static EchoServer server;

	private static OtlpReceiver receiver;

	private static TestApp app;

	@BeforeAll
	static void start() {
		server = new EchoServer();
		receiver = new OtlpReceiver();
		app = TestApp.servlet(App.class, receiver.settings());
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
		server.close();
	}

	@ParameterizedTest
	@EnumSource
	void shouldSendTheTraceAndMeasureByHostAndRoute(Client client) {
		double before = count(app, "127.0.0.1", "/items/{id}");
		String parent = client.get(app.context(), server.url(), PATIENCE, PATIENCE);
		assertThat(parent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
		await().untilAsserted(() -> {
			assertThat(count(app, "127.0.0.1", "/items/{id}")).isEqualTo(before + 1);
			assertThat(receiver.spans()).anySatisfy((span) -> {
				assertThat(parent).startsWith("00-" + span.traceId() + "-" + span.spanId() + "-");
				assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
				assertThat(span.attributes()).containsEntry("http.url", server.url() + "/items/42");
			});
		});
	}

	@Test
	void shouldHaveTheBoundariesOfObjectives() {
		Client.REST_CLIENT_ON_JDK.get(app.context(), server.url(), PATIENCE, PATIENCE);
		assertThat(Scrape.series(app, "http_client_requests_seconds_bucket").keySet())
			.filteredOn((series) -> series.contains("uri=\"/items/{id}\""))
			.extracting((series) -> series.replaceAll(".*le=\"(.*)\".*", "$1"))
			.containsOnly("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.0", "5.0", "10.0", "30.0",
					"+Inf");
		assertThat(Scrape.text(app)).doesNotContain("http_client_requests_active_seconds");
	}

	@Test
	void shouldMakeOneSeriesOfIdsInUrlsBuiltByHand() {
		RestClient restClient = restClient(app);
		RestTemplate restTemplate = app.context().getBean(RestTemplateBuilder.class).build();
		WebClient webClient = app.context().getBean(WebClient.Builder.class).build();
		for (int i = 0; i < 100; i++) {
			String url = server.url() + "/by-hand/" + (i * 7919);
			restClient.get().uri(url + "?page=" + i).retrieve().toBodilessEntity();
			restTemplate.getForObject(url, String.class);
			webClient.get().uri(url).retrieve().toBodilessEntity().block();
		}
		await().untilAsserted(() -> assertThat(Scrape.series(app, "http_client_requests_seconds_count").entrySet())
			.filteredOn((series) -> series.getKey().contains("/by-hand"))
			.singleElement()
			.satisfies((series) -> {
				assertThat(series.getKey()).contains("uri=\"/by-hand/{id}\"");
				assertThat(series.getValue()).isEqualTo(300);
			}));
	}

	@Test
	void shouldNotTellWhatIsInAQuery() {
		String url = server.url().replace("//", "//secret:secret@") + "/search;s=secret?token=secret#secret";
		restClient(app).get().uri(url).retrieve().toBodilessEntity();
		restClient(app).get().uri(server.url() + "/search?token={token}", "secret").retrieve().toBodilessEntity();
		WebClient webClient = app.context().getBean(WebClient.Builder.class).build();
		webClient.get().uri(server.url() + "/search?token=secret").retrieve().toBodilessEntity().block();
		webClient.get().uri(URI.create(server.url() + "/search?token=secret")).retrieve().toBodilessEntity().block();
		await().untilAsserted(
				() -> assertThat(receiver.spans()).filteredOn((span) -> url(span).startsWith(server.url() + "/search"))
					.hasSize(4)
					.extracting(ClientRequestTests::url)
					.containsOnly(server.url() + "/search", server.url() + "/search;s=secret"));
		assertThat(count(app, "127.0.0.1", "/search")).isEqualTo(3);
		assertThat(Scrape.text(app)).doesNotContain("secret");
	}

	@Test
	void shouldLetTheConventionOfTheUserWin() {
		try (TestApp hers = TestApp.servlet(WithConvention.class)) {
			Client.REST_CLIENT_ON_JDK.get(hers.context(), server.url(), PATIENCE, PATIENCE);
			Client.WEB_CLIENT.get(hers.context(), server.url(), PATIENCE, PATIENCE);
			await().untilAsserted(() -> assertThat(Scrape.series(hers, "http_client_requests_seconds_count").keySet())
				.anyMatch((series) -> series.contains("uri=\"hers\""))
				.anyMatch((series) -> series.contains("uri=\"/items/{id}\"")));
		}
	}

	@Test
	void shouldFollowARenamedMeter() {
		try (TestApp renamed = TestApp.servlet(App.class, "management.observations.http.client.requests.name=calls")) {
			Client.REST_CLIENT_ON_JDK.get(renamed.context(), server.url(), PATIENCE, PATIENCE);
			assertThat(Scrape.text(renamed)).contains("calls_seconds_bucket{").doesNotContain("http_client_requests");
		}
	}

	@Test
	void shouldStayOffWithItsSignal() {
		try (TestApp off = TestApp.servlet(App.class, "sightline.http.enabled=false")) {
			assertThat(off.context().getBeanNamesForType(ClientRequestObservationConvention.class)).isEmpty();
			Client.REST_CLIENT_ON_JDK.get(off.context(), server.url(), PATIENCE, PATIENCE);
			assertThat(Scrape.text(off)).doesNotContain("http_client");
		}
	}

	private static RestClient restClient(TestApp app) {
		return app.context()
			.getBean(RestClient.Builder.class)
			.requestFactory(ClientHttpRequestFactoryBuilder.simple().build())
			.build();
	}

	private static String url(ReceivedSpan span) {
		return String.valueOf(span.attributes().get("http.url"));
	}

	private static double count(TestApp app, String host, String uri) {
		return Scrape.series(app, "http_client_requests_seconds_count")
			.entrySet()
			.stream()
			.filter((series) -> series.getKey().contains("client_name=\"" + host + "\""))
			.filter((series) -> series.getKey().contains("uri=\"" + uri + "\""))
			.mapToDouble(Map.Entry::getValue)
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithConvention extends App {

		@Bean
		ClientRequestObservationConvention hers() {
			return new DefaultClientRequestObservationConvention() {

				@Override
				protected KeyValue uri(ClientRequestObservationContext context) {
					return KeyValue.of("uri", "hers");
				}

			};
		}

	}

}
