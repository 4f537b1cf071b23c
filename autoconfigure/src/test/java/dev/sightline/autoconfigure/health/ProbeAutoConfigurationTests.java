package dev.sightline.autoconfigure.health;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
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

/**
 * Tests for {@link ProbeAutoConfiguration} on real servers.
 */
class ProbeAutoConfigurationTests {

	private static final List<String> PATHS = List.of("/health", "/health/ready", "/health/live");

	@ParameterizedTest
	@MethodSource("variants")
	void shouldAnswerOnTheMainPort(WebApplicationType type, boolean separatePort, boolean security) {
		List<String> properties = new ArrayList<>();
		if (separatePort) {
			properties.add("management.server.port=" + ChildApp.freePort());
			properties.add("management.server.address=127.0.0.1");
		}
		try (TestApp app = start(type, security, HelloApp.class, properties.toArray(String[]::new))) {
			for (String path : PATHS) {
				HttpResponse<String> response = Http.get(app.url(path));
				assertThat(response.statusCode()).as(path).isEqualTo(200);
				assertThat(response.body()).isEqualTo("{\"status\":\"UP\"}");
				assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
				assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
			}
			int elsewhere = security ? 401 : 404;
			assertThat(Http.get(app.url("/health/ready/more")).statusCode()).isEqualTo(elsewhere);
			assertThat(Http.get(app.url("/healthy")).statusCode()).isEqualTo(elsewhere);
			assertThat(Http.get(app.url("/hello")).statusCode()).isEqualTo(security ? 401 : 200);
		}
	}

	static Stream<Arguments> variants() {
		return Stream.of(WebApplicationType.SERVLET, WebApplicationType.REACTIVE)
			.flatMap((type) -> Stream.of(true, false)
				.flatMap((separatePort) -> Stream.of(true, false)
					.map((security) -> Arguments.of(type, separatePort, security))));
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLetTheUsersChainGuardEverythingElse(WebApplicationType type) {
		Class<?> chain = (type == WebApplicationType.SERVLET) ? ServletChain.class : ReactiveChain.class;
		try (TestApp app = TestApp.secured(type, chain)) {
			PATHS.forEach((path) -> assertThat(Http.get(app.url(path)).statusCode()).isEqualTo(200));
			assertThat(Http.get(app.url("/hello")).statusCode()).isIn(401, 403);
			assertThat(Http.get(app.url("/actuator/prometheus")).statusCode()).isIn(401, 403);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellWhatTheApplicationSaysOfItself(WebApplicationType type) {
		try (TestApp app = start(type, false, HelloApp.class)) {
			AvailabilityChangeEvent.publish(app.context(), ReadinessState.REFUSING_TRAFFIC);
			assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(503);
			assertThat(Http.get(app.url("/health/ready")).body()).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
			assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200);
			AvailabilityChangeEvent.publish(app.context(), LivenessState.BROKEN);
			assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(503);
			assertThat(Http.get(app.url("/health/live")).body()).isEqualTo("{\"status\":\"DOWN\"}");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldAnswerHeadWithoutBodyAndLeaveOtherMethods(WebApplicationType type) {
		try (TestApp app = start(type, false, HelloApp.class)) {
			HttpResponse<String> head = Http.send("HEAD", app.url("/health"), null);
			assertThat(head.statusCode()).isEqualTo(200);
			assertThat(head.body()).isEmpty();
			assertThat(Http.send("POST", app.url("/health"), "").statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLetTheUsersHandlerWin(WebApplicationType type) {
		try (TestApp app = start(type, false, AppWithHealth.class)) {
			assertThat(Http.get(app.url("/health")).body()).isEqualTo("hers");
			assertThat(Http.get(app.url("/health/live")).body()).isEqualTo("{\"status\":\"UP\"}");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLeaveAnotherMethodToTheUsersHandler(WebApplicationType type) {
		try (TestApp app = start(type, false, AppWithPost.class)) {
			assertThat(Http.send("POST", app.url("/health"), "").body()).isEqualTo("hers");
			assertThat(Http.get(app.url("/health")).body()).isEqualTo("{\"status\":\"UP\"}");
		}
	}

	@Test
	void shouldStandBelowTheServletPath() {
		try (TestApp app = TestApp.servlet(AppWithHealth.class, "spring.mvc.servlet.path=/api")) {
			assertThat(Http.get(app.url("/api/health")).body()).isEqualTo("hers");
			assertThat(Http.get(app.url("/api/health/live")).body()).isEqualTo("{\"status\":\"UP\"}");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldWinOverACatchAll(WebApplicationType type) {
		try (TestApp app = start(type, false, AppWithCatchAll.class)) {
			assertThat(Http.get(app.url("/anything")).body()).isEqualTo("index");
			assertThat(Http.get(app.url("/health")).body()).isEqualTo("{\"status\":\"UP\"}");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldStandBelowTheContextPath(WebApplicationType type) {
		try (TestApp app = start(type, false, HelloApp.class, "server.servlet.context-path=/shop",
				"spring.webflux.base-path=/shop")) {
			assertThat(Http.get(app.url("/shop/health/ready")).statusCode()).isEqualTo(200);
			assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldBackOffWhenSwitchedOff(WebApplicationType type) {
		try (TestApp app = start(type, false, HelloApp.class, "sightline.health.enabled=false")) {
			assertThat(Http.get(app.url("/health")).statusCode()).isEqualTo(404);
			assertThat(Http.get(app.url("/actuator/health")).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void shouldKeepDetailsFromStrangers() {
		try (TestApp app = start(WebApplicationType.SERVLET, false, HelloApp.class)) {
			assertThat(Http.get(app.url("/actuator/health")).body()).doesNotContain("diskSpace");
		}
	}

	private static TestApp start(WebApplicationType type, boolean security, Class<?> source, String... properties) {
		if (security) {
			return TestApp.secured(type, source, properties);
		}
		return (type == WebApplicationType.SERVLET) ? TestApp.servlet(source, properties)
				: TestApp.reactive(source, properties);
	}

	@RestController
	static class AppWithHealth extends HelloApp {

		@GetMapping("/health")
		String health() {
			return "hers";
		}

	}

	@RestController
	static class AppWithPost extends HelloApp {

		@PostMapping("/health")
		String health() {
			return "hers";
		}

	}

	@RestController
	static class AppWithCatchAll extends HelloApp {

		@GetMapping("/{*path}")
		String index() {
			return "index";
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
