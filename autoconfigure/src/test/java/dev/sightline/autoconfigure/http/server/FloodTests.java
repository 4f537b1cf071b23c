package dev.sightline.autoconfigure.http.server;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scanner that walks the site adds a bounded number of series.
 */
@Tag("faults")
class FloodTests {

	private static final int METHODS = 500;

	private static final int TOGETHER = 100;

	@ParameterizedTest
	@CsvSource({ "SERVLET,50000", "REACTIVE,2000" })
	void shouldBoundTheSeriesOfAFlood(WebApplicationType type, int paths) {
		// Files are not looked for in all the jars of the tests.
		try (TestApp app = TestApp.web(type, EdgeApp.class, "server.tomcat.max-keep-alive-requests=-1",
				"spring.web.resources.static-locations=file:none/")) {
			Http.get(app.url("/hello"));
			long before = series(app);
			try (RawHttp connection = new RawHttp(app.port())) {
				for (int i = 0; i < paths; i += TOGETHER) {
					StringBuilder requests = new StringBuilder();
					for (int j = i; j < i + TOGETHER; j++) {
						requests.append("GET /p")
							.append(j)
							.append(".php?x=")
							.append(j)
							.append(" HTTP/1.1\r\nHost: h\r\n\r\n");
					}
					connection.write(requests.toString());
					for (int j = 0; j < TOGETHER; j++) {
						assertThat(connection.read()).startsWith("HTTP/1.1 404");
					}
				}
			}
			for (int i = 0; i < METHODS; i++) {
				try (RawHttp connection = new RawHttp(app.port())) {
					connection.write("ODD" + i + " /m" + i + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
						.readAll();
				}
			}
			long added = series(app) - before;
			System.out.println(
					type + ": " + paths + " unknown paths and " + METHODS + " odd methods added " + added + " series");
			assertThat(added).isBetween(1L, 120L);
			assertThat(app.scrape("http_server_requests_seconds_count")
				.stream()
				.mapToDouble((line) -> Double.parseDouble(line.replaceAll(".* ", "")))
				.sum()).isGreaterThanOrEqualTo(paths + 1);
		}
	}

	/**
	 * All series of HTTP.
	 */
	private static long series(TestApp app) {
		return app.scrape("http_").size();
	}

}
