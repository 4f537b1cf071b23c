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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Faults of logging in a process of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogProcessTests {

	private static final String HERS = """
			<configuration>
			  <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
			    <encoder><pattern>HERS %msg%n</pattern></encoder>
			  </appender>
			  <root level="INFO"><appender-ref ref="CONSOLE"/></root>
			</configuration>
			""";

	@TempDir
	private Path directory;

	@Test
	@Tag("faults")
	void shouldWriteEveryLineWholeAndWithoutSecrets() throws IOException {
		Path report = this.directory.resolve("report");
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp app = ChildApp.lean(LogFaultApp.class)
					.with("--mode=faults", "--report=" + report, "--sightline.logging.format=json",
							"--spring.application.name=shop", "--sightline.logging.otlp.enabled=true",
							"--sightline.otlp.endpoint=" + receiver.endpoint(),
							"--sightline.logging.files.app.path=" + this.directory.resolve("app.log"),
							"--sightline.logging.files.errors.path=" + this.directory.resolve("errors.log"),
							"--sightline.logging.files.errors.format=nested",
							"--sightline.logging.files.security.path=" + this.directory.resolve("security.log"),
							"--sightline.logging.files.security.format=ecs",
							"--sightline.logging.files.broken.path=/dev/full",
							"--sightline.logging.files.text.path=" + this.directory.resolve("text.log"),
							"--sightline.logging.files.text.format=text")
					.start()) {
			await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(report));
			app.stop();
			List<JsonNode> console = parse(Format.JSON, app.lines());
			List<JsonNode> file = parse(Format.JSON, Files.readAllLines(this.directory.resolve("app.log")));
			assertThat(file.get(0).get("message").asString()).startsWith("Starting LogFaultApp");
			// Logback's own appenders leave out what is logged while a line is made.
			assertThat(console).hasSize(file.size() - 1);
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
			assertThat(report).content().contains("sightline-log-app").doesNotContain("sightline-log-console");
			assertThat(this.directory.resolve("text.log")).content().contains("[security] login failed", "CRITICAL");
			assertReceived(receiver, file);
		}
	}

	private static void assertReceived(OtlpReceiver receiver, List<JsonNode> file) {
		assertThat(receiver.text()).doesNotContain("canary");
		assertThat(receiver.logs()).extracting(ReceivedLog::body)
			.contains("the last line", "two\r\nlines \u001b[31m ?")
			.containsAll(file.stream()
				.map((line) -> line.get("message").asString())
				.takeWhile((message) -> !message.equals("the last line"))
				.filter((message) -> message.length() < 1000 && message.indexOf('\ufffd') < 0)
				.toList())
			.anyMatch((body) -> body.startsWith("Starting LogFaultApp"));
		ReceivedLog critical = received(receiver, "the till is gone");
		assertThat(critical.level()).isEqualTo("CRITICAL");
		assertThat(critical.severity()).isEqualTo("SEVERITY_NUMBER_FATAL");
		assertThat(critical.attributes()).containsEntry("event_type", "error");
		assertThat(critical.resource()).containsEntry("service.name", "shop");
		assertThat(critical.logger()).isEqualTo(LogFaultApp.class.getName());
		assertThat(received(receiver, "deleted").attributes()).containsEntry("event_type", "audit");
		assertThat(received(receiver, "paid").attributes()).containsEntry("amount", "int_value: 12");
		assertThat(received(receiver, "x".repeat(100)).attributes()).containsEntry("truncated", "bool_value: true");
		assertThat(received(receiver, "Authorization").attributes())
			.containsEntry("exception.type", "java.lang.IllegalStateException")
			.hasEntrySatisfying("exception.stacktrace", (trace) -> assertThat(trace).contains("CIRCULAR"));
	}

	private static ReceivedLog received(OtlpReceiver receiver, String message) {
		return receiver.logs().stream().filter((log) -> log.body().startsWith(message)).findFirst().orElseThrow();
	}

	@Test
	@Tag("faults")
	void shouldHaveEveryLineWrittenBeforeItEnds() throws IOException {
		Path report = this.directory.resolve("report");
		Path file = this.directory.resolve("app.log");
		int port = ChildApp.freePort();
		try (OtlpReceiver receiver = new OtlpReceiver();
				LogPeer peer = new LogPeer(port);
				ChildApp app = ChildApp.lean(LogFaultApp.class)
					.with("--mode=stream", "--report=" + report, "--sightline.logging.format=json",
							"--sightline.logging.otlp.enabled=true", "--sightline.otlp.endpoint=" + receiver.endpoint(),
							"--sightline.logging.files.app.path=" + file,
							"--sightline.logging.logstash.destinations=127.0.0.1:" + port)
					.start()) {
			await().atMost(Duration.ofSeconds(90))
				.until(() -> Files.exists(report) && !Files.readString(report).isBlank());
			app.stop();
			int last = Integer.parseInt(Files.readString(report));
			String[] expected = IntStream.range(0, last).mapToObj((i) -> "number " + i).toArray(String[]::new);
			assertThat(app.lines()).extracting(LogProcessTests::message).containsSubsequence(expected);
			assertThat(Files.readAllLines(file)).extracting(LogProcessTests::message).containsSubsequence(expected);
			await().untilAsserted(() -> assertThat(List.copyOf(peer.lines())).extracting(LogProcessTests::message)
				.containsSubsequence(expected));
			assertThat(receiver.logs()).extracting(ReceivedLog::body).containsSubsequence(expected);
			assertThat(app.errors()).doesNotContain("could not be written");
		}
	}

	private static String message(String line) {
		return JsonMapper.shared().readTree(line).get("message").asString();
	}

	@Test
	@Tag("faults")
	void shouldLeaveLogbackXmlOfTheUserAlone() throws IOException {
		Path report = this.directory.resolve("report");
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		Files.writeString(classes.resolve("logback.xml"), HERS);
		try (ChildApp app = ChildApp.lean(LogFaultApp.class)
			.withClasses(classes)
			.with("--mode=faults", "--report=" + report, "--sightline.logging.format=json",
					"--sightline.logging.asynchronous=true")
			.start()) {
			await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(report));
			app.stop();
			assertThat(app.lines()).contains("HERS the last line").noneMatch((line) -> line.startsWith("{"));
		}
	}

	@Test
	@Tag("faults")
	void shouldLetNoThreadWaitForAConsoleThatHangs() throws Exception {
		Path report = this.directory.resolve("report");
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), LogFaultApp.class.getName(),
				"--mode=flood", "--report=" + report, "--sightline.logging.format=json",
				"--sightline.logging.asynchronous=true", "--sightline.logging.buffer-size=1MB")
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

	@Test
	@Tag("faults")
	void shouldLeaveTheLogbackFileOfTheUserAlone() throws IOException {
		Path report = this.directory.resolve("report");
		Path config = this.directory.resolve("logback-spring.xml");
		Files.writeString(config, HERS);
		try (ChildApp app = ChildApp.lean(LogFaultApp.class)
			.with("--mode=faults", "--report=" + report, "--logging.config=" + config,
					"--sightline.logging.files.app.path=" + this.directory.resolve("app.log"))
			.start()) {
			await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(report));
			app.stop();
			assertThat(app.lines()).contains("HERS the last line", "HERS password=canary-argument");
			assertThat(parse(Format.JSON, Files.readAllLines(this.directory.resolve("app.log"))))
				.extracting((line) -> line.get("message").asString())
				.contains("the last line", "password=[redacted]");
		}
	}

	@Test
	@Tag("faults")
	void shouldStartWithoutLogback() {
		try (ChildApp app = ChildApp.lean(HelloApp.class, "logback").start()) {
			app.awaitUp("/hello");
		}
	}

	@Test
	void shouldStartWithLog4j2AndSayWhatIsOff() {
		try (ChildApp app = ChildApp.lean(HelloApp.class, "logback", "log4j-to-slf4j")
			.withClasses(Path.of(System.getProperty("log4j2"), "*"))
			.with("--sightline.logging.files.app.path=" + this.directory.resolve("app.log"))
			.start()) {
			app.awaitUp("/hello");
			assertThat(app.lines())
				.anyMatch((line) -> line
					.contains("sightline.logging only chooses the format of log lines: Logback is not in use"))
				.anyMatch((line) -> line.contains("Saying hello"));
			assertThat(this.directory.resolve("app.log")).doesNotExist();
		}
	}

	@Test
	void shouldSayThatLogbackIsNotInUse(CapturedOutput output) {
		SpringApplication application = new SpringApplication(LogFaultApp.class);
		application.setResourceLoader(new DefaultResourceLoader(new FilteredClassLoader("ch.qos.logback")));
		new LoggingSetupListener().onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
				new DefaultBootstrapContext(), application, new String[0], new MockEnvironment()));
		assertThat(output).contains("sightline.logging only chooses the format of log lines: Logback is not in use");
	}

	@ParameterizedTest
	@CsvSource({ "max-line, 1KB, It has to be from 4KB to 64MB.", "buffer-size, 100KB, It has to be twice",
			"flush-timeout, -1s, It has to be 0 or more", "files.app.levels, loud, There is no such level.",
			"files.app.max-files, -1, It has to be 0 or more", "files.console.path, a.log, Give the file another name",
			"logstash.destinations, nowhere, It has to be a host and a port" })
	void shouldRefuseWhatCanNotWork(String key, String value, String remedy) {
		SpringApplication application = new SpringApplication(LogFaultApp.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatExceptionOfType(InvalidLoggingException.class)
			.isThrownBy(() -> application.run("--sightline.logging." + key + "=" + value))
			.satisfies((ex) -> {
				FailureAnalysis analysis = new InvalidLoggingFailureAnalyzer().analyze(ex);
				assertThat(analysis.getDescription()).contains("Property: sightline.logging.", "Value: \"");
				assertThat(analysis.getAction()).startsWith(remedy);
			});
	}

	private static List<JsonNode> parse(Format format, List<String> lines) {
		LogSchemas schema = LogSchemas.of(format);
		List<JsonNode> parsed = lines.stream().map((line) -> JsonMapper.shared().readTree(line)).toList();
		assertThat(parsed).isNotEmpty().allSatisfy((line) -> assertThat(schema.validate(line)).isEmpty());
		return parsed;
	}

}
