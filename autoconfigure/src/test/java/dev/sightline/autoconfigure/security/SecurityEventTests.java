package dev.sightline.autoconfigure.security;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What leaves an application with Spring Security, on Tomcat and on Netty.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecurityEventTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellWhatSpringSecurityDecides(WebApplicationType type, CapturedOutput output) {
		Class<?> source = (type == WebApplicationType.SERVLET) ? ServletApp.class : ReactiveApp.class;
		App.audited.clear();
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.secured(type, source,
						receiver.settings("sightline.security.brute-force.threshold=3",
								"sightline.security.audit-events=true", "sightline.logging.format=json"))) {
			attempt(app);
			await().untilAsserted(() -> assertThat(count(app, "rate_limited")).isEqualTo("1.0"));
			assertThat(attempts(app, "basic", "success")).isEqualTo("3.0");
			assertThat(attempts(app, "basic", "failure")).isEqualTo("3.0");
			assertThat(attempts(app, "form", "success")).isEqualTo("1.0");
			assertThat(attempts(app, "form", "failure")).isEqualTo("1.0");
			assertThat(value(app, "auth_duration_seconds_count", "method=\"basic\"", "result=\"failure\""))
				.isEqualTo("3");
			Map.of("login_failed", "4.0", "access_denied", "1.0", "login_required", "1.0", "csrf", "1.0",
					"blocked_request", "1.0", "brute_force", "2.0")
				.forEach((event, count) -> assertThat(count(app, event)).as(event).isEqualTo(count));
			assertThat(value(app, "security_events_total", "severity=\"high\"", "type=\"brute_force\""))
				.isEqualTo("2.0");
			assertThat(value(app, "security_suspects", "kind=\"account\"")).isEqualTo("1.0");
			assertThat(value(app, "security_suspects", "kind=\"address\"")).isEqualTo("1.0");
			assertThat(count(app, "session_fixation_protection"))
				.isEqualTo((type == WebApplicationType.SERVLET) ? "1.0" : "");
			assertThat(app.scrape()).doesNotContain("\"ada\"");
			assertThat(app.scrape("security_")).noneMatch((line) -> line.contains("127.0.0.1"));
			assertLines(output);
			assertThat(App.audited).contains("ada LOGIN_FAILED medium", "ada BRUTE_FORCE high",
					"ada ACCESS_DENIED medium", "<unknown> CSRF medium", "<unknown> BLOCKED_REQUEST medium",
					"<unknown> LOGIN_REQUIRED low");
			await().untilAsserted(() -> assertThat(receiver.spans()).extracting(ReceivedSpan::name)
				.anyMatch((name) -> name.startsWith("authenticate usernamepassword"))
				.noneMatch((name) -> name.contains("filterchain") || name.contains("secured request")));
		}
	}

	private static void attempt(TestApp app) {
		assertThat(get(app, "/hello", "password")).isEqualTo(200);
		for (int i = 0; i < 3; i++) {
			assertThat(get(app, "/hello", "canary")).isEqualTo(401);
		}
		assertThat(get(app, "/admin", "password")).isEqualTo(403);
		assertThat(Http.get(app.url("/hello")).statusCode()).isIn(302, 401);
		// The page of the error asks for a login.
		assertThat(Http.send("POST", app.url("/hello"), "").statusCode()).isIn(401, 403);
		assertThat(Http.get(app.url("/hello;a=b")).statusCode()).isIn(400, 401);
		assertThat(get(app, "/limited", "password")).isEqualTo(429);
		assertThat(login(app, "canary")).contains("error");
		assertThat(login(app, "password")).doesNotContain("error");
	}

	private static int get(TestApp app, String path, String password) {
		String credentials = Base64.getEncoder()
			.encodeToString(("ada:" + password).getBytes(StandardCharsets.US_ASCII));
		return Http.get(app.url(path), "Authorization", "Basic " + credentials).statusCode();
	}

	/**
	 * Fill in the form.
	 * @return where it leads to
	 */
	private static String login(TestApp app, String password) {
		HttpResponse<String> page = Http.get(app.url("/login"));
		Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page.body());
		assertThat(token.find()).as(page.body()).isTrue();
		String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
		String form = "username=ada&password=" + password + "&_csrf="
				+ URLEncoder.encode(token.group(1), StandardCharsets.US_ASCII);
		HttpResponse<String> answer = Http.send("POST", app.url("/login"), form, "Content-Type",
				"application/x-www-form-urlencoded", "Cookie", cookie);
		assertThat(answer.statusCode()).isEqualTo(302);
		return answer.headers().firstValue("Location").orElseThrow();
	}

	/**
	 * One line of a kind in a second, and nothing of who it was.
	 */
	private static void assertLines(CapturedOutput output) {
		List<JsonNode> lines = output.getOut()
			.lines()
			.filter((line) -> line.startsWith("{") && line.contains("autoconfigure.security."))
			.map((line) -> (JsonNode) JsonMapper.shared().readTree(line))
			.toList();
		assertThat(lines).filteredOn((line) -> line.path("event_type").asString().equals("security"))
			.extracting((line) -> line.path("security.event").asString())
			.contains("login_failed", "access_denied", "login_required", "csrf", "blocked_request", "brute_force");
		assertThat(lines).filteredOn((line) -> line.path("event_type").asString().equals("audit"))
			.extracting((line) -> line.path("message").asString())
			.contains("Login by form succeeded");
		assertThat(lines).extracting((line) -> line.path("message").asString())
			.contains("Security event login_failed: basic, BadCredentialsException",
					"Security event brute_force: many failed logins of one account");
		assertThat(lines).extracting(JsonNode::toString)
			.noneMatch(
					(line) -> line.contains("canary") || line.contains("\"ada\"") || line.contains("client.address"));
	}

	@Test
	void shouldTellOfWhomIfAsked(CapturedOutput output) {
		try (TestApp app = TestApp.secured(WebApplicationType.SERVLET, HerApp.class,
				"sightline.security.include-subject=true", "sightline.logging.format=json")) {
			assertThat(get(app, "/hello", "canary")).isEqualTo(401);
			await().untilAsserted(() -> assertThat(output.getOut()).contains("\"enduser.id\":\"ada\"",
					"\"client.address\":\"127.0.0.1\""));
			// Her beans win.
			assertThat(app.context().getBean(SecurityObservationSettings.class).shouldObserveAuthentications())
				.isFalse();
			assertThat(app.context().getBeansOfType(RequestRejectedHandler.class)).containsOnlyKeys("hers");
			assertThat(App.audited).isEmpty();
		}
	}

	@Test
	void shouldBackOffWhenSwitchedOff() {
		try (TestApp app = TestApp.secured(WebApplicationType.SERVLET, ServletApp.class,
				"sightline.security.enabled=false")) {
			assertThat(get(app, "/hello", "canary")).isEqualTo(401);
			assertThat(app.scrape()).doesNotContain("auth_attempts").doesNotContain("security_events");
		}
	}

	@Test
	void shouldRefuseWhatIsNoThresholdAndNoWindow() {
		for (String setting : List.of("sightline.security.brute-force.threshold=0",
				"sightline.security.brute-force.window=0s")) {
			assertThatThrownBy(() -> TestApp.servlet(HelloApp.class, setting))
				.hasStackTraceContaining(setting.substring(0, setting.indexOf('=')));
		}
	}

	private static String attempts(TestApp app, String method, String result) {
		return value(app, "auth_attempts_total", "method=\"" + method + "\"", "result=\"" + result + "\"");
	}

	private static String count(TestApp app, String type) {
		return value(app, "security_events_total", "type=\"" + type + "\"");
	}

	private static String value(TestApp app, String name, String... tags) {
		return app.scrape(name + "{")
			.stream()
			.filter((line) -> List.of(tags).stream().allMatch(line::contains))
			.map((line) -> line.substring(line.lastIndexOf(' ') + 1))
			.findFirst()
			.orElse("");
	}

	private static UserDetails user() {
		return User.withUsername("ada").password("{noop}password").roles("USER").build();
	}

	@RestController
	static class App extends HelloApp {

		static final List<String> audited = new CopyOnWriteArrayList<>();

		@GetMapping("/admin")
		String admin() {
			return "admin";
		}

		@GetMapping("/limited")
		@ResponseStatus(HttpStatus.TOO_MANY_REQUESTS)
		String limited() {
			return "later";
		}

		@EventListener
		void audited(AuditApplicationEvent event) {
			audited.add(event.getAuditEvent().getPrincipal() + " " + event.getAuditEvent().getType() + " "
					+ event.getAuditEvent().getData().get("severity"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletApp extends App {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user());
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/**")
					.permitAll()
					.requestMatchers("/admin")
					.hasRole("ADMIN")
					.anyRequest()
					.authenticated())
				.httpBasic(Customizer.withDefaults())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveApp extends App {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(user());
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http
				.authorizeExchange((exchanges) -> exchanges.pathMatchers("/actuator/**")
					.permitAll()
					.pathMatchers("/admin")
					.hasRole("ADMIN")
					.anyExchange()
					.authenticated())
				.httpBasic(Customizer.withDefaults())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HerApp extends ServletApp {

		@Bean
		SecurityObservationSettings settings() {
			return SecurityObservationSettings.noObservations();
		}

		@Bean
		RequestRejectedHandler hers() {
			return new HttpStatusRequestRejectedHandler();
		}

	}

}
