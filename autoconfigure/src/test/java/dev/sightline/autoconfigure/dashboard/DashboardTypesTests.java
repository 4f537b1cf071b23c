package dev.sightline.autoconfigure.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * TypeScript compiles the dashboards as values of the types of {@code @grafana/schema},
 * and Grafana's grammar parses their queries of Loki. {@code npm install} in
 * {@code .ci/grafana} installs both.
 */
@Tag("faults")
class DashboardTypesTests {

	private static final Path HOME = Path.of("..", ".ci", "grafana");

	@TempDir
	private Path folder;

	@BeforeAll
	static void assumeInstalled() {
		assumeThat(HOME.resolve("node_modules/@grafana/schema")).as("npm install in .ci/grafana").isDirectory();
	}

	@Test
	void shouldFitTheTypesOfGrafana() throws Exception {
		Dashboards dashboards = new Dashboards((signal) -> true, true, null, null);
		for (String name : dashboards.titles().keySet()) {
			write(name, dashboards.json(name));
		}
		assertThat(check()).isEqualTo(dashboards.titles().size() + " dashboards are well typed\n");
	}

	@Test
	void shouldSeeWhatDoesNotFit() throws Exception {
		Dashboards dashboards = new Dashboards((signal) -> true, true, null, null);
		write("logs",
				dashboards.json("logs")
					.replace("\"sortOrder\"", "\"sortedOrder\"")
					.replaceFirst("\\| json \\[", "| json [["));
		write("system", dashboards.json("system").replaceFirst("\"fillOpacity\":8", "\"fillOpacity\":\"8\""));
		assertThat(check()).contains("sortedOrder", "system.json.ts", "no LogQL");
	}

	private void write(String name, String json) throws IOException {
		Files.writeString(this.folder.resolve(name + ".json"), json);
	}

	private String check() throws Exception {
		Process node = new ProcessBuilder("node", "check.mjs", this.folder.toAbsolutePath().toString())
			.directory(HOME.toFile())
			.redirectErrorStream(true)
			.start();
		return new String(node.getInputStream().readAllBytes());
	}

}
