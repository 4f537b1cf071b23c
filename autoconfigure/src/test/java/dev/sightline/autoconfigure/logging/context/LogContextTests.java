package dev.sightline.autoconfigure.logging.context;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.logging.LoggingProperties;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what log lines say of who sent a request.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogContextTests {

	/**
	 * The user anna with the password hunter2.
	 */
	private static final String[] ANNA = { "Authorization", "Basic YW5uYTpodW50ZXIy" };

	private static final String[] SETTINGS = { "spring.security.user.name=anna",
			"spring.security.user.password=hunter2", "sightline.logging.asynchronous=true",
			"sightline.http.access-log.enabled=true" };

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldSayWhoSentARequest(WebApplicationType type, CapturedOutput output) {
		boolean servlet = type == WebApplicationType.SERVLET;
		try (TestApp app = TestApp.secured(type, App.class, settings("sightline.logging.context.user=true",
				"sightline.logging.context.session=true", "sightline.logging.context.session-salt=salt"))) {
			String id = servlet ? Http.get(app.url("/session"), ANNA).body() : "0123456789abcdef";
			HttpResponse<String> answer = Http.get(app.url("/who"), ANNA[0], ANNA[1], "Cookie",
					(servlet ? "JSESSIONID=" : "SESSION=") + id);
			assertThat(answer.statusCode()).isEqualTo(200);
			await().until(() -> lines(output, "GET /who answered 200").size() == 1);
			String hash = new SessionHash("salt").of(id);
			for (String message : List.of("who asks", "GET /who answered 200")) {
				JsonNode line = lines(output, message).get(0);
				assertThat(line.get("user_id").asString()).isEqualTo("anna");
				assertThat(line.get("session_id").asString()).isEqualTo(hash);
			}
			assertThat(output).doesNotContain(id);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldMakeNoSession(WebApplicationType type, CapturedOutput output) {
		try (TestApp app = TestApp.secured(type, App.class, settings("sightline.logging.context.session=true"))) {
			HttpResponse<String> answer = Http.get(app.url("/who"), ANNA);
			assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
			await().until(() -> lines(output, "GET /who answered 200").size() == 1);
			assertThat(lines(output, "who asks").get(0).has("session_id")).isFalse();
			assertThat(lines(output, "who asks").get(0).has("user_id")).isFalse();
		}
	}

	@Test
	void shouldSayNothingUnlessAsked(CapturedOutput output) {
		try (TestApp app = TestApp.secured(WebApplicationType.SERVLET, App.class, settings())) {
			Http.get(app.url("/who"), ANNA);
			await().until(() -> lines(output, "who asks").size() == 1);
			assertThat(lines(output, "who asks").get(0).has("user_id")).isFalse();
			assertThat(app.context().getBeansOfType(RequestFields.class)).isEmpty();
		}
	}

	@Test
	void shouldHashWithASaltOfItsOwn() {
		assertThat(new SessionHash(null).of("id")).matches("hashed:[0-9a-f]{16}")
			.isNotEqualTo(new SessionHash(" ").of("id"));
		assertThat(new SessionHash("a").of("id")).isEqualTo(new SessionHash("a").of("id"))
			.isNotEqualTo(new SessionHash("b").of("id"));
	}

	@Test
	void shouldCutTheNameOfAUser() {
		LoggingProperties.Context properties = new LoggingProperties.Context();
		properties.setUser(true);
		Map<String, String> fields = new RequestFields(properties).of("u".repeat(1000), "id");
		assertThat(fields).containsOnlyKeys("user_id");
		assertThat(fields.get("user_id")).hasSize(128);
	}

	private static String[] settings(String... more) {
		return java.util.stream.Stream.of(SETTINGS, more).flatMap(java.util.Arrays::stream).toArray(String[]::new);
	}

	private static List<JsonNode> lines(CapturedOutput output, String message) {
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith("{") && line.contains("\"message\":\"" + message))
			.map((line) -> JsonMapper.shared().readTree(line))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		@GetMapping("/who")
		Mono<String> who() {
			return Mono.fromSupplier(() -> {
				logger.info("who asks");
				return "you";
			}).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/session")
		String session(HttpServletRequest request) {
			return request.getSession().getId();
		}

	}

}
