package dev.sightline.autoconfigure.upload;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the switch of uploads.
 */
class UploadSwitchTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldStayOffWithItsSignal(WebApplicationType type) {
		String property = "sightline.upload.enabled=false";
		try (TestApp app = (type == WebApplicationType.SERVLET)
				? TestApp.servlet(ServletUploadTests.App.class, property)
				: TestApp.reactive(ReactiveUploadTests.App.class, property)) {
			assertThat(Http
				.send("POST", app.url("/files/1"), new Multipart().file("image/png", 10).end(), "Content-Type",
						Multipart.TYPE)
				.body()).isEqualTo("10");
			assertThat(app.scrape()).doesNotContain("file_upload");
			assertThat(app.property("management.metrics.distribution.slo.file.upload.size")).isNull();
		}
	}

}
