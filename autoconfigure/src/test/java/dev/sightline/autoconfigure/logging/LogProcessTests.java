package dev.sightline.autoconfigure.logging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Faults of logging in a process of its own.
 */
class LogProcessTests {

	@TempDir
	private Path directory;

	@Test
	void shouldWriteEveryLineWholeAndWithoutSecrets() throws IOException {
		Path report = this.directory.resolve("report");
		try (ChildApp app = ChildApp.main(LogFaultApp.class)
			.with("--mode=faults", "--report=" + report, "--sightline.logging.format=json",
					"--sightline.logging.files.app.path=" + this.directory.resolve("app.log"),
					"--sightline.logging.files.errors.path=" + this.directory.resolve("errors.log"),
					"--sightline.logging.files.errors.format=nested",
					"--sightline.logging.files.security.path=" + this.directory.resolve("security.log"),
					"--sightline.logging.files.security.format=ecs", "--sightline.logging.files.broken.path=/dev/full",
					"--sightline.logging.files.text.path=" + this.directory.resolve("text.log"),
					"--sightline.logging.files.text.format=text")
			.start()) {
			await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(report));
			app.stop();
			List<JsonNode> console = parse(Format.JSON, app.lines());
			List<JsonNode> file = parse(Format.JSON, Files.readAllLines(this.directory.resolve("app.log")));
			assertThat(file.get(0).get("message").asString()).startsWith("Starting LogFaultApp");
			assertThat(console).hasSameSizeAs(file);
			assertThat(file).extracting((line) -> line.get("message").asString())
				.contains("the last line", "argument talking", "said while asked", "password=[redacted]")
				.anyMatch((message) -> message.contains("argument [FAILED toString()]"))
				.anyMatch((message) -> message.startsWith("Log lines for broken can not be written"));
			assertThat(parse(Format.NESTED, Files.readAllLines(this.directory.resolve("errors.log"))))
				.extracting((line) -> line.get("level").asString())
				.containsExactly("ERROR", "CRITICAL", "ERROR");
			assertThat(parse(Format.ECS, Files.readAllLines(this.directory.resolve("security.log"))))
				.extracting((line) -> line.get("event_type").asString())
				.containsExactly("security", "audit");
			for (String name : List.of("app.log", "errors.log", "security.log", "text.log")) {
				assertThat(this.directory.resolve(name)).content().doesNotContain("canary");
			}
			assertThat(app.output()).doesNotContain("canary");
			assertThat(this.directory.resolve("text.log")).content().contains("[security] login failed", "CRITICAL");
		}
	}

	@Test
	void shouldLetNoThreadWaitForAConsoleThatHangs() throws Exception {
		Path report = this.directory.resolve("report");
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), LogFaultApp.class.getName(),
				"--mode=flood", "--report=" + report, "--sightline.logging.format=json",
				"--sightline.logging.buffer-size=1MB")
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			// Nobody reads what it writes, until its writers are done.
			await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(report) || !process.isAlive());
			List<String> lines = output.lines().toList();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			String[] counts = Files.readString(this.directory.resolve("counts")).split(" ");
			assertThat(lines).hasSize(Integer.parseInt(counts[1]));
			assertThat(Long.parseLong(counts[2])).as("dropped").isPositive();
			assertThat(Long.parseLong(counts[0])).isEqualTo(Long.parseLong(counts[1]) + Long.parseLong(counts[2]));
			assertThat(parse(Format.JSON, lines)).extracting((line) -> line.get("message").asString())
				.anyMatch((message) -> message.startsWith("Log lines for console are lost from now on"))
				.anyMatch((message) -> message.startsWith("Log lines for console are lost no more"));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static List<JsonNode> parse(Format format, List<String> lines) {
		LogSchemas schema = LogSchemas.of(format);
		List<JsonNode> parsed = lines.stream().map((line) -> JsonMapper.shared().readTree(line)).toList();
		assertThat(parsed).isNotEmpty().allSatisfy((line) -> assertThat(schema.validate(line)).isEmpty());
		return parsed;
	}

}
