package dev.sightline.autoconfigure.http.server;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.spans.Spans;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AccessLog}, and for the metrics of the lines.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessLogTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLogEachRequestOnce(WebApplicationType type, CapturedOutput output) {
		try (TestApp app = TestApp.web(type, App.class, "sightline.http.access-log.enabled=true",
				"sightline.http.access-log.client-address=true", "sightline.logging.asynchronous=true")) {
			Http.get(app.url("/orders/7?token=hunter2"), "X-Request-Id", "abc", "Authorization", "hunter2");
			await().until(() -> lines(output).size() == 1);
			Http.get(app.url("/failing"));
			Http.get(app.url("/actuator/prometheus"));
			await().until(() -> lines(output).size() == 2);
			JsonNode line = lines(output).get(0);
			assertThat(line.get("event_type").asString()).isEqualTo("response");
			assertThat(line.get("message").asString()).startsWith("GET /orders/{id} answered 200 after ");
			assertThat(line.get("http.request.method").asString()).isEqualTo("GET");
			assertThat(line.get("http.route").asString()).isEqualTo("/orders/{id}");
			assertThat(line.get("http.response.status_code").asInt()).isEqualTo(200);
			assertThat(line.get("http.response.body.size").asInt()).isEqualTo(7);
			assertThat(line.get("duration_ms").isIntegralNumber()).isTrue();
			assertThat(line.get("client.address").asString()).isEqualTo("127.0.0.1");
			assertThat(line.get("correlation_id").asString()).isEqualTo("abc");
			assertThat(line.get("traceId").asString()).hasSize(32);
			assertThat(lines(output).get(1).get("http.response.status_code").asInt()).isEqualTo(500);
			assertThat(output).doesNotContain("hunter2");
			List<String> sent = app.scrape("sightline_export_sent_total{destination=\"console\",signal=\"logs\"}");
			assertThat(sent).singleElement().asString().doesNotEndWith(" 0.0");
			assertThat(app.scrape("sightline_redaction_failures_total"))
				.containsExactly("sightline_redaction_failures_total 0.0");
		}
	}

	@Test
	void shouldAlwaysLogWhatFailedOrWasSlow() {
		HttpProperties.AccessLog properties = new HttpProperties.AccessLog();
		properties.setSampling(0);
		AccessLog log = new AccessLog(properties, Spans.NONE);
		assertThat(log.wants(200, false)).isFalse();
		assertThat(log.wants(404, false)).isFalse();
		assertThat(log.wants(200, true)).isTrue();
		assertThat(log.wants(503, false)).isTrue();
	}

	@Test
	void shouldRefuseWhatIsNoShare() {
		HttpProperties.AccessLog properties = new HttpProperties.AccessLog();
		properties.setSampling(7);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new AccessLog(properties, Spans.NONE))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("sightline.http.access-log.sampling");
				assertThat(ex.getReason()).contains("from 0 to 1");
			});
	}

	private static List<JsonNode> lines(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains("\"logger_name\":\"" + AccessLog.class.getName() + "\""))
			.map((line) -> JsonMapper.shared().readTree(line))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			return "order " + id;
		}

		@GetMapping("/failing")
		String failing() {
			throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR);
		}

	}

}
