package dev.sightline.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus and its tool read the scrape of the sample. They are skipped where
 * they are not installed (Debian: {@code apt-get install prometheus}).
 */
class PrometheusTests {

	/**
	 * What the linter says of names that Micrometer and Spring Boot chose. They stay as
	 * they are, since dashboards know them.
	 */
	private static final Set<String> KNOWN_LINT = Set.of("jvm_compilation_time_ms_total", "process_cpu_time_ns_total",
			"system_cpu_count");

	private static Helpdesk helpdesk;

	@BeforeAll
	static void start() {
		helpdesk = new Helpdesk("--management.endpoints.web.exposure.include=prometheus,sightlinerules");
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
	void shouldBeAcceptedByPromtool(@TempDir Path folder) throws Exception {
		Programs.assumeInstalled("promtool");
		Path scrape = folder.resolve("scrape.txt");
		Files.writeString(scrape, Http.get(helpdesk.url("/actuator/prometheus")).body());
		Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectInput(scrape.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(promtool.getInputStream().readAllBytes());
		// 0: clean, 3: accepted with lint, anything else: not accepted.
		assertThat(promtool.waitFor()).as(output).isIn(0, 3);
		Set<String> lint = output.lines()
			.filter((line) -> !line.endsWith("no help text"))
			.map((line) -> line.split(" ", 2)[0])
			.collect(Collectors.toSet());
		assertThat(KNOWN_LINT).as(output).containsAll(lint);
	}

	@Test
	void shouldBeScrapedByPrometheus(@TempDir Path folder) throws Exception {
		Programs.assumeInstalled("prometheus");
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
		Process prometheus = Programs.start(folder.resolve("prometheus.log"), "prometheus",
				"--config.file=" + configuration, "--storage.tsdb.path=" + folder.resolve("data"),
				"--web.listen-address=127.0.0.1:" + port, "--enable-feature=exemplar-storage");
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
			Programs.stop(prometheus);
		}
	}

}
