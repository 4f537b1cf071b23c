package dev.sightline.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample under the restarts of DevTools.
 */
class DevToolsTests {

	@Test
	void shouldWorkAfterARestart(@TempDir Path watched) throws Exception {
		try (ChildApp app = ChildApp.main(HelpdeskApplication.class)
			.with("--spring.devtools.restart.additional-paths=" + watched,
					"--spring.devtools.restart.poll-interval=200ms", "--spring.devtools.restart.quiet-period=100ms",
					"--spring.devtools.livereload.enabled=false")
			.start()) {
			app.awaitUp("/health/ready");
			assertThat(starts(app)).isEqualTo(1);
			Files.writeString(watched.resolve("changed.txt"), "changed");
			await().atMost(Duration.ofSeconds(60)).until(() -> starts(app) == 2);
			app.awaitUp("/health/ready");
			Http.get(app.url("/api/tickets"));
			assertThat(Http.get(app.url("/actuator/prometheus")).body()).contains("uri=\"/api/tickets\"",
					"target_info{");
			assertThat(app.lines())
				.allSatisfy((line) -> assertThat(JsonMapper.shared().readTree(line).get("message")).isNotNull());
		}
	}

	private static long starts(ChildApp app) {
		return app.lines().stream().filter((line) -> line.contains("Started HelpdeskApplication")).count();
	}

}
