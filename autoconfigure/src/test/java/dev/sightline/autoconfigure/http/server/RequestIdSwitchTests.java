package dev.sightline.autoconfigure.http.server;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No ids of requests, on Tomcat and on Netty.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestIdSwitchTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldStayOffByProperty(WebApplicationType type, CapturedOutput output) {
		try (TestApp app = TestApp.web(type, RequestIdTests.App.class, "sightline.logging.format=json",
				"sightline.http.request-id.enabled=false")) {
			assertThat(Http.get(app.url("/hello"), "X-Request-Id", "o1").headers().firstValue("X-Request-Id"))
				.isEmpty();
			assertThat(output.getOut()).contains("Saying hello").doesNotContain("correlation_id");
		}
	}

}
