package dev.sightline.autoconfigure.http.server;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Boundaries of the latency histogram by groups of routes.
 */
class RouteBoundariesTests {

	@Test
	void shouldGiveEachGroupItsOwn() {
		try (TestApp app = TestApp.servlet(EdgeApp.class, "sightline.http.routes.large.patterns=/large/**",
				"sightline.http.routes.large.buckets=1s,3s", "sightline.http.routes.large.slo=700ms",
				"sightline.http.routes.json.patterns=/json", "sightline.http.routes.json.slo=333ms")) {
			Http.get(app.url("/large/1"));
			Http.get(app.url("/json"));
			Http.get(app.url("/hello"));
			await().until(() -> app.scrape("http_server_requests_seconds_count").size() == 3);
			assertThat(boundaries(app, "/large/{size}")).containsExactlyInAnyOrder("0.7", "1.0", "3.0", "+Inf");
			assertThat(boundaries(app, "/json")).hasSize(14).contains("0.333", "0.005", "30.0");
			assertThat(boundaries(app, "/hello")).hasSize(13).doesNotContain("0.333");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "a.slo=1s; a.patterns; /api/**", "a.patterns=/x/{,a.slo=1s; a.patterns; /internal/**",
					"a.patterns=x/**,a.slo=1s; a.patterns; begin with a slash",
					"a.patterns=/x; a.slo; A group needs boundaries", "a.patterns=/x,a.slo=0s; a.slo; 300ms" })
	void shouldRefuseWhatCannotBeMeant(String properties, String key, String remedy) {
		MockEnvironment environment = new MockEnvironment();
		for (String property : properties.split(",")) {
			environment.setProperty("sightline.http.routes." + property.substring(0, property.indexOf('=')),
					property.substring(property.indexOf('=') + 1));
		}
		assertThatThrownBy(() -> new RouteBoundariesFilter(Set.of("http.server.requests"),
				Binder.get(environment).bindOrCreate("sightline.http", HttpProperties.class)))
			.hasStackTraceContaining("sightline.http.routes." + key)
			.hasStackTraceContaining(remedy);
	}

	@Test
	void shouldNotStartWithWhatCannotBeMeant() {
		assertThatThrownBy(() -> TestApp.plain(EdgeApp.class, "sightline.http.routes.a.patterns=x/**",
				"sightline.http.routes.a.slo=1s"))
			.hasStackTraceContaining("sightline.http.routes.a.patterns")
			.hasStackTraceContaining("begin with a slash");
	}

	private static List<String> boundaries(TestApp app, String uri) {
		return app.scrape("http_server_requests_seconds_bucket")
			.stream()
			.filter((line) -> line.contains("uri=\"" + uri + "\""))
			.map((line) -> line.replaceAll(".*le=\"(.*?)\".*", "$1"))
			.toList();
	}

}
