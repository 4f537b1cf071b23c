package dev.sightline.autoconfigure.health.web;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ProbeAutoConfiguration} on real servers.
 */
class ProbeAutoConfigurationTests {

	private static final List<String> OPEN = List.of("/health", "/health/ready", "/health/live");

	private static final String TOKEN = "0123456789-a-long-token";

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldAnswerOnTheMainPort(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, AppWithOthers.class, "sightline.health.detailed.token=" + TOKEN,
				"sightline.version=1.2.3", "sightline.health.timeout=20s")) {
			for (String path : OPEN) {
				HttpResponse<String> response = Http.get(app.url(path));
				assertThat(response.statusCode()).as(path).isEqualTo(200);
				assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
				assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
				JsonNode body = read(response);
				assertThat(body.path("status").asString()).isEqualTo("UP");
				assertThat(body.path("version").asString()).isEqualTo("1.2.3");
				assertThat(body.path("timestamp").asString()).endsWith("Z");
				HttpResponse<String> head = Http.send("HEAD", app.url(path), null);
				assertThat(head.statusCode()).isEqualTo(200);
				assertThat(head.body()).isEmpty();
				assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
			}
			assertThat(read(Http.get(app.url("/health"))).path("ageSeconds").asDouble(-1)).isBetween(0.0, 30.0);
			// Other paths and methods are the application's.
			assertThat(Http.get(app.url("/health/ready/more")).body()).isEqualTo("index");
			assertThat(Http.get(app.url("/healthy")).body()).isEqualTo("index");
			assertThat(Http.send("POST", app.url("/health"), "").body()).isEqualTo("hers");
			assertDetails(app);
			assertSeries(app);
			assertAvailability(app);
		}
	}

	private static void assertDetails(TestApp app) {
		String url = app.url("/health/detailed");
		HttpResponse<String> refused = Http.get(url);
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.body()).isEqualTo("{\"error\":\"Unauthorized\"}");
		assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
		for (String wrong : List.of("Bearer " + TOKEN + "x", "Bearer", "Bearer ", TOKEN, "Basic " + TOKEN)) {
			assertThat(Http.get(url, "Authorization", wrong).statusCode()).as(wrong).isEqualTo(401);
		}
		HttpResponse<String> response = Http.get(url, "Authorization", "Bearer " + TOKEN);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
		JsonNode body = read(response);
		assertThat(body.path("summary").asString()).isEqualTo("All checks are well.");
		assertThat(body.path("uptimeSeconds").asInt(-1)).isNotNegative();
		JsonNode disk = body.path("checks").path("diskSpace");
		assertThat(disk.path("status").asString()).isEqualTo("UP");
		assertThat(disk.path("critical").asBoolean(true)).isFalse();
		assertThat(disk.path("durationSeconds").isNumber()).isTrue();
		assertThat(disk.path("since").asString()).endsWith("Z");
		assertThat(disk.path("details").path("total").isNumber()).isTrue();
		assertThat(Http.get(app.url("/actuator/health")).body()).doesNotContain("diskSpace");
	}

	private static void assertSeries(TestApp app) {
		HttpResponse<String> response = Http.get(app.url("/health/metrics"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElse("").replace(" ", ""))
			.isEqualTo("text/plain;version=0.0.4;charset=utf-8");
		assertThat(response.body().lines().filter((line) -> !line.startsWith("#")))
			.allMatch((line) -> line.startsWith("health_"))
			.anyMatch((line) -> line.matches("health_status\\{.*check=\"diskSpace\".*} 1\\.0"))
			.anyMatch((line) -> line.matches("health_check_duration_seconds_count\\{.*check=\"diskSpace\".*} \\d.*"))
			.anyMatch((line) -> line.startsWith("health_check_duration_seconds_max{"))
			.anyMatch((line) -> line
				.matches("health_transitions_total\\{.*check=\"diskSpace\".*status=\"DOWN\".*} 0\\.0"))
			.anyMatch((line) -> line.matches("health_last_change_time_seconds\\{.*check=\"diskSpace\".*} 1\\.\\d+E9"));
		assertThat(Http.get(app.url("/health/metrics"), "Accept", Http.OPEN_METRICS).body()).endsWith("# EOF\n");
	}

	private static void assertAvailability(TestApp app) {
		AvailabilityChangeEvent.publish(app.context(), ReadinessState.REFUSING_TRAFFIC);
		HttpResponse<String> ready = Http.get(app.url("/health/ready"));
		assertThat(ready.statusCode()).isEqualTo(503);
		assertThat(read(ready).path("status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(read(ready).path("failing").toString()).isEqualTo("[\"readinessState\"]");
		assertThat(Http.send("HEAD", app.url("/health/ready"), null).statusCode()).isEqualTo(503);
		assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200);
		AvailabilityChangeEvent.publish(app.context(), LivenessState.BROKEN);
		assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(503);
		assertThat(read(Http.get(app.url("/health/live"))).path("status").asString()).isEqualTo("DOWN");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldAskSpringSecurityForTheRole(WebApplicationType type) {
		Class<?> source = (type == WebApplicationType.SERVLET) ? ServletUsers.class : ReactiveUsers.class;
		try (TestApp app = TestApp.secured(type, source, "management.server.port=" + ChildApp.freePort(),
				"management.server.address=127.0.0.1", "server.servlet.context-path=/shop",
				"spring.webflux.base-path=/shop", "sightline.health.base-path=/status/health",
				"management.endpoint.health.roles=OPS", "sightline.health.timeout=20s",
				"management.endpoint.health.group.readiness.include=readinessState,diskSpace")) {
			// The first answer waits for the first results.
			JsonNode first = read(Http.get(app.url("/shop/status/health/detailed"), "Authorization", basic("ada")));
			assertThat(first.path("checks").path("slow").path("status").asString()).isEqualTo("UP");
			for (String path : OPEN) {
				assertThat(Http.get(app.url("/shop/status" + path)).statusCode()).as(path).isEqualTo(200);
				assertThat(Http.get(app.url(path)).statusCode()).as(path).isIn(401, 404);
			}
			assertThat(Http.get(app.url("/shop/hello")).statusCode()).isEqualTo(401);
			assertThat(Http.get(app.url("/shop/health")).statusCode()).isEqualTo(401);
			for (String path : List.of("/detailed", "/metrics")) {
				String url = app.url("/shop/status/health" + path);
				assertThat(Http.get(url).statusCode()).as(path).isEqualTo(401);
				assertThat(Http.get(url, "Authorization", basic("ada")).statusCode()).as(path).isEqualTo(200);
			}
			JsonNode checks = read(Http.get(app.url("/shop/status/health/detailed"), "Authorization", basic("ada")))
				.path("checks");
			assertThat(checks.path("diskSpace").path("critical").asBoolean(false)).isTrue();
			assertThat(checks.path("db").path("critical").asBoolean(true)).isFalse();
			HttpResponse<String> refused = Http.get(app.url("/shop/status/health/detailed"), "Authorization",
					basic("bob"));
			assertThat(refused.statusCode()).isEqualTo(403);
			assertThat(refused.body()).isEqualTo("{\"error\":\"Forbidden\"}");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLetTheUsersChainGuardEverythingElse(WebApplicationType type) {
		Class<?> chain = (type == WebApplicationType.SERVLET) ? ServletChain.class : ReactiveChain.class;
		try (TestApp app = TestApp.secured(type, chain, "sightline.health.detailed.token=" + TOKEN)) {
			OPEN.forEach((path) -> assertThat(Http.get(app.url(path)).statusCode()).isEqualTo(200));
			for (String path : List.of("/hello", "/actuator/prometheus", "/health/detailed", "/health/metrics")) {
				assertThat(Http.get(app.url(path)).statusCode()).as(path).isIn(401, 403);
			}
			for (String path : List.of("/health/detailed", "/health/metrics")) {
				assertThat(Http.get(app.url(path), "Authorization", "bearer " + TOKEN).statusCode()).as(path)
					.isEqualTo(200);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLetTheUsersHandlerWinAndOutliveTheManagementPort(WebApplicationType type) {
		String servlet = (type == WebApplicationType.SERVLET) ? "/api" : "";
		try (TestApp app = TestApp.web(type, AppWithHealth.class, "spring.mvc.servlet.path=/api",
				"management.server.port=" + ChildApp.freePort(), "management.server.address=127.0.0.1",
				"management.endpoints.web.exposure.include=info", "sightline.health.detailed.token=")) {
			assertThat(Http.get(app.url(servlet + "/health")).body()).isEqualTo("hers");
			app.context().getBean(AppWithHealth.class).management.stop();
			assertThat(Http.get(app.url(servlet + "/health/live")).statusCode()).isEqualTo(200);
			assertThat(Http.get(app.url(servlet + "/health/ready")).statusCode()).isEqualTo(200);
			// Nobody may read it unless somebody was named.
			assertThat(Http.get(app.url(servlet + "/health/detailed")).statusCode()).isEqualTo(403);
			assertThat(Http.get(app.url(servlet + "/health/detailed"), "Authorization", "Bearer ").statusCode())
				.isEqualTo(403);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldNotBeObservedIfAllElseIs(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, HelloApp.class, "sightline.http.exclude=",
				"sightline.health.detailed.token=" + TOKEN)) {
			OPEN.forEach((path) -> Http.get(app.url(path)));
			HttpResponse<String> detailed = await().until(
					() -> Http.get(app.url("/health/detailed"), "Authorization", "Bearer " + TOKEN),
					(answer) -> answer.statusCode() == 200);
			assertThat(detailed.headers().firstValue("X-Request-Id")).isPresent();
			assertThat(detailed.headers().firstValue("X-Response-Time")).isPresent();
			Http.get(app.url("/hello"));
			await().untilAsserted(() -> assertThat(app.scrape("http_server_requests_seconds_count"))
				.anyMatch((line) -> line.contains("uri=\"/hello\""))
				.noneMatch((line) -> line.contains("health") || line.contains("UNKNOWN")));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldBackOffWhenSwitchedOff(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, HelloApp.class, "sightline.health.enabled=false")) {
			assertThat(Http.get(app.url("/health")).statusCode()).isEqualTo(404);
			assertThat(Http.get(app.url("/actuator/health")).statusCode()).isEqualTo(200);
			assertThat(app.scrape("health_")).isEmpty();
		}
	}

	@Test
	void shouldRefuseWhatIsNoPath() {
		for (String path : List.of("health", "/", "/health/", "/{any}", "/**", "")) {
			assertThatThrownBy(() -> ProbePaths.below(path)).as(path)
				.hasMessageContaining("sightline.health.base-path")
				.hasMessageContaining(path);
		}
	}

	private static JsonNode read(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private static String basic(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":password").getBytes(StandardCharsets.US_ASCII));
	}

	private static UserDetails user(String name, String role) {
		return User.withUsername(name).password("{noop}password").roles(role).build();
	}

	@RestController
	static class AppWithOthers extends HelloApp {

		@PostMapping("/health")
		String health() {
			return "hers";
		}

		@GetMapping("/{*path}")
		String index() {
			return "index";
		}

	}

	@RestController
	static class AppWithHealth extends HelloApp {

		private WebServer management;

		@EventListener
		void started(WebServerInitializedEvent event) {
			if ("management".equals(event.getApplicationContext().getServerNamespace())) {
				this.management = event.getWebServer();
			}
		}

		@GetMapping("/health")
		String health() {
			return "hers";
		}

	}

	/**
	 * Has a check that answers when somebody has asked for a while.
	 */
	static class AppWithSlowCheck extends HelloApp {

		private final CompletableFuture<Health> health = new CompletableFuture<>();

		void asked() {
			this.health.completeAsync(() -> Health.up().build(),
					CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
		}

		@Bean
		HealthIndicator slowHealthIndicator() {
			return this.health::join;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletUsers extends AppWithSlowCheck {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("ada", "OPS"), user("bob", "USER")) {

				@Override
				public UserDetails loadUserByUsername(String username) {
					asked();
					return super.loadUserByUsername(username);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveUsers extends AppWithSlowCheck {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(user("ada", "OPS"), user("bob", "USER")) {

				@Override
				public Mono<UserDetails> findByUsername(String username) {
					asked();
					return super.findByUsername(username);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletChain extends HelloApp {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveChain extends HelloApp {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().denyAll()).build();
		}

	}

}
