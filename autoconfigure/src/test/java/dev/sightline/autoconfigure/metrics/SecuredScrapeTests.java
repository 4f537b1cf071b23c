package dev.sightline.autoconfigure.metrics;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The second path of the scrape behind Spring Security, with what the how-to about the
 * business says.
 */
class SecuredScrapeTests {

	private static final String ANN = basic("ann");

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldScrapeTheBusinessBehindSpringSecurity(WebApplicationType type) throws Exception {
		Class<?> source = (type == WebApplicationType.SERVLET) ? ServletApp.class : ReactiveApp.class;
		try (TestApp app = TestApp.secured(type, source, "sightline.metrics.path=/metrics",
				"sightline.metrics.classic-names=true", "sightline.metrics.business.active-users.enabled=true",
				"sightline.metrics.business.queues=mail*")) {
			String path = app.url("/metrics");
			assertThat(Http.get(path).statusCode()).isEqualTo(401);
			Http.get(app.url("/nothing"), "Authorization", basic("bob"));
			Orders orders = app.context().getBean(Orders.class);
			orders.accept("paid");
			orders.check();
			orders.price("gold");
			HttpResponse<String> scrape = Http.get(path, "Authorization", ANN);
			assertThat(scrape.statusCode()).isEqualTo(200);
			assertThat(scrape.headers().firstValue("Content-Type")).hasValueSatisfying(
					(contentType) -> assertThat(contentType).startsWith("text/plain").contains("version=0.0.4"));
			assertThat(scrape.body())
				.contains("\nactive_users 1.0", "application_queue_size{queue=\"mails\"} 1.0",
						"application_queue_remaining{queue=\"mails\"} 9.0", "orders_total{status=\"paid\"} 1.0",
						"orders_open 3.0", "orders_checked_total{", "orders_priced_seconds_count{",
						"authentication_attempts_total{method=\"basic\",result=\"success\"}")
				.doesNotContain("queue=\"other\"", "uri=\"/metrics\"")
				.containsPattern("orders_priced_seconds_count\\{[^}]*tier=\"gold\"[^}]*} 1");
			assertThat(Http.get(path, "Authorization", ANN, "Accept", Http.OPEN_METRICS).body()).endsWith("# EOF\n");
			assertThat(Http.get(path + "?includedNames=active_users", "Authorization", ANN).body().lines())
				.filteredOn((line) -> !line.startsWith("#"))
				.containsExactly("active_users 1.0");
			HttpResponse<byte[]> compressed = compressed(path);
			assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
			assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes()))
				.contains("orders_total{status=\"paid\"} 1.0");
			assertThat(Http.get(path + "/more", "Authorization", ANN).statusCode()).isEqualTo(404);
		}
	}

	private static HttpResponse<byte[]> compressed(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(path))
			.header("Authorization", ANN)
			.header("Accept-Encoding", "gzip")
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

	private static String basic(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes());
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletApp extends App {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("ann"), user("bob"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveApp extends App {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(user("ann"), user("bob"));
		}

	}

	@EnableAutoConfiguration
	static class App {

		static UserDetails user(String name) {
			return User.withUsername(name).password("{noop}secret").roles("USER").build();
		}

		@Bean
		Orders orders(MeterRegistry registry) {
			return new Orders(registry);
		}

		@Bean
		BlockingQueue<String> mails() {
			BlockingQueue<String> mails = new ArrayBlockingQueue<>(10);
			mails.add("first");
			return mails;
		}

		@Bean
		BlockingQueue<String> other() {
			return new ArrayBlockingQueue<>(10);
		}

	}

	/**
	 * The snippets of docs/how-to/measure-your-business.md.
	 */
	static class Orders {

		private final MeterRegistry registry;

		private final Queue<String> open = new ConcurrentLinkedQueue<>(List.of("a", "b", "c"));

		Orders(MeterRegistry registry) {
			this.registry = registry;
			registry.gauge("orders.open", this.open, Queue::size);
		}

		public void accept(String status) {
			this.registry.counter("orders", "status", status).increment();
		}

		@Counted("orders.checked")
		public void check() {
		}

		@Timed("orders.priced")
		public void price(@MeterTag("tier") String tier) {
		}

	}

}
