package dev.sightline.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Promtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus and its tool read the scrape of the sample. They are skipped where
 * they are not installed (Debian: {@code apt-get install prometheus}).
 */
class PrometheusTests {

	private static Helpdesk helpdesk;

	@BeforeAll
	static void start() {
		helpdesk = new Helpdesk(
				"--management.endpoints.web.exposure.include=prometheus,sightlinerules,sightlinedashboards");
		Http.get(helpdesk.url("/api/tickets"), "traceparent",
				"00-55555555555555555555555555555555-6666666666666666-01");
		Http.get(helpdesk.url("/api/articles/1"));
		Http.get(helpdesk.url("/api/reports/customers"));
		Http.get(helpdesk.url("/api/reports/slow"));
		Http.get(helpdesk.url("/api/fail"));
	}

	@AfterAll
	static void stop() {
		helpdesk.close();
	}

	@Test
	void shouldShipTheRulesThatItWrites() {
		GeneratedFiles.rules(Http.get(helpdesk.url("/actuator/sightlinerules")).body());
	}

	@Test
	void shouldShipTheDashboardsThatItWrites() throws Exception {
		GeneratedFiles.dashboards(helpdesk.url("/actuator/sightlinedashboards"));
	}

	@Test
	void shouldBeAcceptedByPromtool() throws Exception {
		Promtool.assumeInstalled("promtool");
		String scrape = Http.get(helpdesk.url("/actuator/prometheus")).body();
		assertThat(scrape).contains("\nhttp_requests_total{");
		assertThat(Promtool.lint(scrape)).isSubsetOf(Promtool.KNOWN);
	}

	@Test
	void shouldBeScrapedByPrometheus(@TempDir Path folder) throws Exception {
		Promtool.assumeInstalled("prometheus");
		int port = ChildApp.freePort();
		Path configuration = folder.resolve("prometheus.yml");
		Files.writeString(configuration, """
				global:
				  scrape_interval: 1s
				scrape_configs:
				  - job_name: helpdesk
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ['127.0.0.1:%1$d']
				  - job_name: second-path
				    metrics_path: /metrics
				    static_configs:
				      - targets: ['127.0.0.1:%1$d']
				""".formatted(helpdesk.port()));
		Process prometheus = new ProcessBuilder("prometheus", "--config.file=" + configuration,
				"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
				"--enable-feature=exemplar-storage")
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("prometheus.log").toFile())
			.start();
		try {
			String api = "http://127.0.0.1:" + port + "/api/v1";
			await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
				assertThat(Http.get(api + "/query?query=up").body()).contains("\"job\":\"helpdesk\"")
					.containsPattern("\"job\":\"second-path\"[^]]*]?[^]]*\"value\":\\[[^]]*,\"1\"]")
					.doesNotContainPattern("\"value\":\\[[^]]*,\"0\"]");
				assertThat(Http.get(api + "/query?query=http_requests_total%7Bjob=%22second-path%22%7D").body())
					.contains("\"endpoint\":\"/api/tickets\"", "\"status\":\"200\"");
				assertThat(Http
					.get(api + "/query?query=histogram_quantile(0.5,sum(http_request_duration_seconds_bucket)by(le))")
					.body()).containsPattern("\"value\":\\[[^]]*,\"[0-9.]+\"]");
				assertThat(Http.get(api + "/query?query=http_server_requests_seconds_count").body())
					.contains("/api/tickets");
				assertThat(Http.get(api + "/query?query=target_info").body()).contains("\"service_name\":\"helpdesk\"");
				assertThat(Http
					.get(api + "/query_exemplars?query=http_server_requests_seconds_bucket&start=0&end=9999999999")
					.body()).contains("55555555555555555555555555555555");
			});
		}
		finally {
			prometheus.destroy();
			prometheus.waitFor();
		}
	}

}
