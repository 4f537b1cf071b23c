package dev.sightline.autoconfigure.metrics;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the scrape of a real application.
 */
class ScrapeTests {

	private static final String SERVER_SPAN = "00-11111111111111111111111111111111-2222222222222222-01";

	@Test
	void shouldTellWhoTheServiceIs() {
		try (TestApp app = TestApp.servlet(HelloApp.class, "spring.application.name=shop", "sightline.version=1.2.3",
				"sightline.environment=staging", "sightline.tags.team=support")) {
			assertThat(scrape(app)).containsPattern(
					"target_info\\{[^}]*deployment_environment_name=\"staging\",[^}]*service_instance_id=\"[^\"]+\","
							+ "service_name=\"shop\",service_version=\"1\\.2\\.3\",team=\"support\"} 1");
		}
	}

	@Test
	void shouldHaveTheBoundariesOfObjectives() {
		try (TestApp app = TestApp.servlet(HelloApp.class)) {
			Http.get(app.url("/hello"));
			await().untilAsserted(() -> assertThat(scrape(app))
				.containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/hello\",le=\"\\+Inf\"} 1"));
			String scrape = scrape(app);
			for (String bound : new String[] { "0.005", "0.1", "0.25", "0.5", "1.0", "2.0", "5.0", "10.0", "30.0" }) {
				assertThat(scrape)
					.containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/hello\",le=\"" + bound + "\"}");
			}
			assertThat(scrape).contains("jvm_memory_used_bytes", "process_cpu_usage", "jvm_threads_live_threads");
		}
	}

	@Test
	void shouldBeAcceptedByPromtoolWithoutClassicNames(@TempDir Path folder) throws Exception {
		boolean installed = List.of(System.getenv("PATH").split(File.pathSeparator))
			.stream()
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, "promtool")));
		assumeThat(installed).as("promtool is not installed").isTrue();
		Path file = folder.resolve("scrape.txt");
		try (TestApp app = TestApp.servlet(HelloApp.class)) {
			Files.writeString(file, scrape(app));
		}
		assertThat(Files.readString(file)).doesNotContain("\nhttp_requests_total");
		Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectInput(file.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(promtool.getInputStream().readAllBytes());
		// 0: clean, 3: accepted with lint, which is that of Micrometer's names.
		assertThat(promtool.waitFor()).as(output).isIn(0, 3);
		assertThat(output.lines().filter((line) -> !line.endsWith("no help text"))).allMatch((line) -> line
			.matches("(jvm_compilation_time_ms_total|process_cpu_time_ns_total|system_cpu_count) .*"));
	}

	@Test
	void shouldLetTheUserChooseTheBoundaries() {
		try (TestApp app = TestApp.servlet(HelloApp.class, "management.metrics.distribution.slo.http=42ms")) {
			Http.get(app.url("/hello"));
			await().untilAsserted(() -> assertThat(scrape(app)).contains("le=\"0.042\""));
			assertThat(scrape(app)).doesNotContain("le=\"0.25\"");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void shouldPutExemplarsOnBucketsButNotOnCounts(boolean reactive) {
		try (TestApp app = reactive ? TestApp.reactive(HelloApp.class) : TestApp.servlet(HelloApp.class)) {
			Http.get(app.url("/hello"), "traceparent", SERVER_SPAN);
			await().untilAsserted(() -> assertThat(
					Http.get(app.url("/actuator/prometheus"), "Accept", Http.OPEN_METRICS).body().lines())
				.filteredOn((line) -> line.contains("# {"))
				.isNotEmpty()
				.allMatch((line) -> line.matches("\\w+_(bucket|total)\\{.*"))
				.anyMatch((line) -> line.startsWith("http_server_requests_seconds_bucket")
						&& line.contains("trace_id=\"11111111111111111111111111111111\"")));
		}
	}

	@Test
	void shouldWorkBesideASecondRegistry() {
		try (TestApp app = TestApp.servlet(SecondRegistry.class, "spring.application.name=shop")) {
			Http.get(app.url("/hello"));
			await().untilAsserted(() -> {
				assertThat(scrape(app)).contains("uri=\"/hello\"", "target_info");
				assertThat(app.context()
					.getBean(SimpleMeterRegistry.class)
					.get("http.server.requests")
					.tag("uri", "/hello")
					.timer()
					.count()).isEqualTo(1);
			});
		}
	}

	@Test
	void shouldLetASecondApplicationOnTheSameRegistryStart() {
		try (TestApp first = TestApp.servlet(SharedPrometheusRegistry.class, "sightline.environment=one");
				TestApp second = TestApp.servlet(SharedPrometheusRegistry.class, "sightline.environment=two")) {
			assertThat(Http.get(first.url("/hello")).statusCode()).isEqualTo(200);
			assertThat(Http.get(second.url("/hello")).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void shouldLetTheUsersRegistryWin() {
		try (TestApp app = TestApp.servlet(OwnPrometheusRegistry.class)) {
			assertThat(app.context().getBeansOfType(PrometheusRegistry.class)).containsOnlyKeys("hers");
			assertThat(scrape(app)).contains("target_info");
		}
	}

	private static String scrape(TestApp app) {
		return app.scrape();
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondRegistry extends HelloApp {

		@Bean
		SimpleMeterRegistry second() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPrometheusRegistry extends HelloApp {

		@Bean
		PrometheusRegistry hers() {
			return new PrometheusRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedPrometheusRegistry extends HelloApp {

		private static final PrometheusRegistry shared = new PrometheusRegistry();

		@Bean
		PrometheusRegistry shared() {
			return shared;
		}

	}

}
