package dev.sightline.autoconfigure.metrics;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The second path of the scrape behind Spring Security, with what the how-to about the
 * business says.
 */
class SecuredScrapeTests {

	private static final String ANN = basic("ann");

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldScrapeTheBusinessBehindSpringSecurity(WebApplicationType type) throws Exception {
		boolean servlet = type == WebApplicationType.SERVLET;
		try (TestApp app = TestApp.secured(type, servlet ? ServletApp.class : ReactiveApp.class,
				"sightline.metrics.path=/metrics", "sightline.metrics.classic-names=true",
				"sightline.metrics.business.active-users.enabled=true", "sightline.metrics.business.queues=mail*",
				"spring.cache.type=caffeine", "spring.cache.cache-names=articles", "sightline.llm.enabled=true",
				// Nobody is there: the test of this check has a server.
				"sightline.health.certificate.none.host=127.0.0.1", "sightline.health.certificate.none.port=1")) {
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
			assertThat(Http.get(path + "/more", "Authorization", ANN).statusCode()).isEqualTo(404);
			for (String scraped : List.of(path, app.url("/actuator/prometheus"))) {
				assertCompresses(scraped);
			}
			if (servlet) {
				assertHasAllThatAreThereWithoutClassicNames(app);
			}
		}
	}

	private static void assertCompresses(String path) throws IOException, InterruptedException {
		HttpResponse<byte[]> compressed = get(path, "deflate, gzip;q=0.5");
		assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
		assertThat(compressed.headers().firstValue("Content-Type")).hasValueSatisfying(
				(contentType) -> assertThat(contentType).startsWith("text/plain").contains("version=0.0.4"));
		assertThat(compressed.headers().firstValueAsLong("Content-Length")).hasValue(compressed.body().length);
		assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes()))
			.contains("orders_total{status=\"paid\"} 1.0");
		HttpResponse<byte[]> plain = get(path, "gzip;q=0");
		assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(plain.headers().allValues("Vary")).anyMatch((header) -> header.contains("Accept-Encoding"));
		assertThat(new String(plain.body())).contains("orders_total{status=\"paid\"} 1.0");
	}

	private static HttpResponse<byte[]> get(String path, String encodings) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(path))
			.header("Authorization", ANN)
			.header("Accept-Encoding", encodings)
			.timeout(Duration.ofSeconds(30))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

	/**
	 * What docs/reference/classic-names.md says of families that need no property.
	 */
	private static void assertHasAllThatAreThereWithoutClassicNames(TestApp app) throws IOException {
		assertThat(Http.get(app.url("/busy"), "Authorization", ANN).statusCode()).isEqualTo(429);
		assertThat(Http.get(app.url("/broken"), "Authorization", ANN).statusCode()).isEqualTo(500);
		String file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc\r\n--x--\r\n";
		assertThat(Http
			.send("POST", app.url("/up"), file, "Authorization", ANN, "Content-Type", "multipart/form-data; boundary=x")
			.body()).isEqualTo("3");
		HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header("Authorization", ANN)
			.buildAsync(URI.create(app.url("/ws").replace("http:", "ws:")), new WebSocket.Listener() {
			})
			.orTimeout(30, TimeUnit.SECONDS)
			.join();
		String page = Files.readString(Path.of("../docs/reference/classic-names.md"));
		String section = page.split("## There without this property\n")[1].split("\n## ")[0];
		List<String> names = Pattern.compile("`([a-z_]+)`")
			.matcher(section)
			.results()
			.map((it) -> it.group(1))
			.toList();
		assertThat(names).hasSize(13);
		await().untilAsserted(() -> {
			String scrape = Http.get(app.url("/metrics"), "Authorization", ANN).body();
			for (String name : names) {
				String value = name.equals("ssl_certificate_expiry_seconds") ? "NaN" : "[0-9][^ ]*";
				assertThat(scrape).as(name)
					.contains("# TYPE " + name + " ")
					.containsPattern("(?m)^" + name + "(_count)?([{][^}]*})? " + value + "$");
			}
		});
	}

	private static String basic(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@EnableWebSocket
	@Import(Traffic.class)
	static class ServletApp extends App implements WebSocketConfigurer {

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			registry.addHandler(new AbstractWebSocketHandler() {
			}, "/ws");
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.csrf(CsrfConfigurer::disable)
				.build();
		}

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

	@RestController
	static class Traffic {

		private final CacheManager caches;

		private final ObservationRegistry observations;

		Traffic(CacheManager caches, ObservationRegistry observations) {
			this.caches = caches;
			this.observations = observations;
		}

		@GetMapping("/busy")
		ResponseEntity<Void> busy() {
			this.caches.getCache("articles").get("first");
			return Observation.createNotStarted("rag.pipeline", this.observations)
				.observe(() -> ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).build());
		}

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("on purpose");
		}

		@PostMapping("/up")
		long up(MultipartFile file) {
			return file.getSize();
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
