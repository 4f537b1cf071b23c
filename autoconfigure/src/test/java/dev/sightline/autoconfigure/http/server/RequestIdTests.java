package dev.sightline.autoconfigure.http.server;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
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
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ids of requests, on Tomcat and on Netty.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
@ExtendWith(OutputCaptureExtension.class)
class RequestIdTests {

	private static TestApp app;

	@Parameter
	WebApplicationType type;

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType type) {
		app = TestApp.web(type, App.class, "sightline.logging.format=json");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		app.close();
	}

	@Test
	void shouldKeepTheIdThatWasSent(CapturedOutput output) {
		HttpResponse<String> response = Http.get(app.url("/hello"), "X-Request-Id", "order-42/a");
		assertThat(response.headers().allValues("X-Request-Id")).containsExactly("order-42/a");
		assertThat(ids(output, "Saying hello")).containsExactly("order-42/a");
	}

	@Test
	void shouldMakeAnIdForEachRequest(CapturedOutput output) {
		String first = id(Http.get(app.url("/hello")));
		String second = id(Http.get(app.url("/hello")));
		assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(second);
		assertThat(ids(output, "Saying hello")).containsExactly(first, second);
	}

	@Test
	void shouldReplaceAnIdThatIsNotWellFormed() {
		for (String hostile : List.of("a b", "<script>", "x".repeat(129), "a\"b", "a,b")) {
			assertThat(id(Http.get(app.url("/hello"), "X-Request-Id", hostile))).as(hostile).matches("[0-9a-f]{32}");
		}
		assertThat(id(Http.get(app.url("/hello"), "X-Request-Id", "x".repeat(128)))).hasSize(128);
	}

	@Test
	void shouldNameErrorsAndUnknownPathsToo(CapturedOutput output) {
		assertThat(id(Http.get(app.url("/fail"), "X-Request-Id", "f1"))).isEqualTo("f1");
		assertThat(id(Http.get(app.url("/nothing"), "X-Request-Id", "n1"))).isEqualTo("n1");
		assertThat(ids(output, "Failing")).containsExactly("f1");
	}

	@Test
	void shouldComeAlongWithAnAsynchronousAnswer(CapturedOutput output) {
		assertThat(id(Http.get(app.url("/later"), "X-Request-Id", "l1"))).isEqualTo("l1");
		Http.get(app.url("/mono"), "X-Request-Id", "m1");
		assertThat(ids(output, "Mapping")).containsExactly("m1");
	}

	private static String id(HttpResponse<String> response) {
		return response.headers().firstValue("X-Request-Id").orElseThrow();
	}

	private static List<String> ids(CapturedOutput output, String message) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains("\"message\":\"" + message + "\""))
			.map(JsonMapper.shared()::readTree)
			.map((line) -> line.path("correlation_id"))
			.map(JsonNode::asString)
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		@GetMapping("/hello")
		String hello() {
			logger.info("Saying hello");
			return "hello";
		}

		@GetMapping("/fail")
		String fail() {
			logger.info("Failing");
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/later")
		CompletableFuture<String> later() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.just("mono").map((value) -> {
				logger.info("Mapping");
				return value;
			});
		}

	}

}
