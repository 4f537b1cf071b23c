package dev.sightline.sample;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample in a process of its own.
 */
class ProcessTests {

	@Test
	void shouldLogJsonFromTheFirstLineToTheLastAndFinishRequests() throws Exception {
		try (ChildApp app = sample().with("--server.tomcat.mbeanregistry.enabled=true").start()) {
			app.awaitUp("/health/ready");
			CompletableFuture<HttpResponse<String>> slow = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/api/slow?ms=1500")));
			// Beside the scrape's own thread a second one is busy.
			await().until(() -> Http.get(app.url("/actuator/prometheus"))
				.body()
				.lines()
				.anyMatch((line) -> line.matches("tomcat_threads_busy_threads.* 2(\\.0)?")));
			app.stop();
			assertThat(slow.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			assertThat(app.lines()).hasSizeGreaterThan(5)
				.allSatisfy((line) -> assertThat(JsonMapper.shared().readTree(line).get("message")).isNotNull());
			assertThat(app.lines().get(0)).contains("Starting HelpdeskApplication");
			assertThat(app.output()).contains("Graceful shutdown complete");
		}
	}

	@Test
	void shouldDriveItself() {
		try (ChildApp app = sample().with("--sample.traffic.rate=20").start()) {
			app.awaitUp("/health/ready");
			await().atMost(Duration.ofMinutes(2))
				.untilAsserted(() -> assertThat(Http.get(app.url("/actuator/prometheus")).body())
					.containsPattern("http_server_requests_seconds_count\\{[^}]*uri=\"/api/articles/\\{id}\"} [1-9]"));
		}
	}

	@Test
	void shouldObeyTheUsersLogbackFile(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("logback-spring.xml"), """
				<configuration>
				  <appender name="HERS" class="ch.qos.logback.core.ConsoleAppender">
				    <encoder><pattern>HERS %level %msg%n</pattern></encoder>
				  </appender>
				  <root level="INFO"><appender-ref ref="HERS"/></root>
				</configuration>
				""");
		try (ChildApp app = sample().jvm("-Dlogging.config=" + folder.resolve("logback-spring.xml")).start()) {
			app.awaitUp("/health/ready");
			assertThat(app.lines()).anyMatch((line) -> line.startsWith("HERS INFO Started"))
				.noneMatch((line) -> line.startsWith("{"));
		}
	}

	@Test
	void shouldObeyVariablesOfOperators(@TempDir Path folder) throws Exception {
		int metricsPort = ChildApp.freePort();
		try (ChildApp app = sample().variable("LOG_LEVEL", "warn")
			.variable("LOG_DIR", folder.toString())
			.variable("METRICS_PORT", Integer.toString(metricsPort))
			.variable("OTEL_SERVICE_NAME", "renamed")
			.variable("OTEL_RESOURCE_ATTRIBUTES", "service.version=9.9")
			.with("--management.server.address=127.0.0.1")
			.start()) {
			app.awaitUp("/health/ready");
			assertThat(app.output()).doesNotContain("Starting HelpdeskApplication");
			assertThat(Http.get("http://127.0.0.1:" + metricsPort + "/actuator/prometheus").body())
				.containsPattern("target_info\\{[^}]*service_name=\"renamed\",service_version=\"9\\.9\"");
			assertThat(Http.get(app.url("/actuator/prometheus")).statusCode()).isEqualTo(404);
			Http.get(app.url("/api/fail"));
			Path file = folder.resolve("spring.log");
			await().until(() -> Files.exists(file) && Files.size(file) > 0);
			List<String> lines = Files.readAllLines(file);
			assertThat(JsonMapper.shared().readTree(lines.get(0)).get("service.name").asString()).isEqualTo("renamed");
		}
	}

	@Test
	void shouldTellWhatToDoOnAPlatformWithoutPostgres() {
		try (ChildApp app = sample().jvm("-Dos.arch=sparc").with("--spring.profiles.active=postgres").start()) {
			assertThat(app.awaitExit()).isEqualTo(1);
			assertThat(app.output()).contains("The embedded PostgreSQL did not start on ", " sparc: ",
					"Set the variable POSTGRES_URL to the URL of a running server");
		}
	}

	private static ChildApp.Launcher sample() {
		return ChildApp.main(HelpdeskApplication.class, "spring-boot-devtools")
			.with("--spring.datasource.generate-unique-name=true");
	}

}
