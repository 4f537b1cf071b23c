package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.SentryReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Puts a secret of each kind in by each way, and looks for it wherever the application
 * writes. With the redactor off it has to be found everywhere: else the test would look
 * in the wrong places.
 */
@Tag("faults")
class CanaryFaultTests {

	private static final String TEXT = "text";

	private static final List<String> WAYS = List.of("header", "query", "body", "exception", "cause", "mdc",
			"key-value", "argument", "sql", "url", "baggage");

	/**
	 * The attribute of a span that a prompt is on: the one way that no line has.
	 */
	private static final String PROMPT = "gen_ai.input.messages";

	/**
	 * What must not appear, with the text that it comes in.
	 */
	private static final Map<String, String> CANARIES = canaries();

	@TempDir
	private Path directory;

	/**
	 * The spans that came over OTLP, with their attributes and events.
	 */
	private String spans;

	private List<String> prompts;

	/**
	 * What came to the receiver that stands for Sentry.
	 */
	private List<String> envelopes;

	@Test
	void shouldLetNoSecretOutAnywhere() throws IOException {
		Map<String, List<String>> sinks = run();
		sinks.forEach((sink, lines) -> CANARIES.keySet()
			.forEach((canary) -> assertThat(lines).as(canary + " on " + sink)
				.noneMatch((line) -> line.contains(canary))));
		assertThat(this.spans).contains("/canary", "[redacted]").doesNotContain(CANARIES.keySet());
		assertThat(this.prompts).hasSize(CANARIES.size()).allMatch((prompt) -> prompt.contains("[redacted]"));
		CANARIES.keySet()
			.forEach((canary) -> assertThat(this.envelopes).as(canary + " in Sentry")
				.isNotEmpty()
				.noneMatch((envelope) -> envelope.contains(canary)));
		// In text, what follows a secret in its line may be taken out with it.
		sinks.remove(TEXT);
		sinks.forEach((sink,
				lines) -> WAYS.forEach((way) -> assertThat(lines(lines, way)).as(way + " on " + sink)
					.hasSize(CANARIES.size())
					.allMatch((line) -> line.contains("[redacted]"))));
	}

	@Test
	void shouldFindEachSecretEverywhereWithTheRedactorOff() throws IOException {
		Map<String, List<String>> sinks = run("--sightline.redaction.enabled=false");
		sinks.forEach((sink, lines) -> WAYS.stream()
			// Text has no key-values.
			.filter((way) -> !(sink.equals(TEXT) && way.equals("key-value")))
			.forEach((way) -> CANARIES.keySet()
				.forEach((canary) -> assertThat(lines(lines, way)).as(canary + " by " + way + " on " + sink)
					.anyMatch((line) -> line.contains(canary)))));
		assertThat(this.spans).contains(CANARIES.keySet());
		CANARIES.keySet().forEach((canary) -> {
			assertThat(this.prompts).as(canary + " in a prompt").anyMatch((prompt) -> prompt.contains(canary));
			assertThat(this.envelopes).as(canary + " in Sentry").anyMatch((envelope) -> envelope.contains(canary));
		});
	}

	/**
	 * The lines of each place that the application writes to.
	 */
	private Map<String, List<String>> run(String... more) throws IOException {
		Path file = this.directory.resolve("app.log");
		Path text = this.directory.resolve("text.log");
		int port = ChildApp.freePort();
		try (OtlpReceiver receiver = new OtlpReceiver();
				SentryReceiver sentry = new SentryReceiver();
				StubModelServer stub = StubModelServer.start(0);
				LogPeer peer = new LogPeer(port);
				ChildApp app = ChildApp.main(CanaryApp.class, "spring-boot-security")
					.with("--sightline.logging.format=nested", "--sightline.logging.otlp.enabled=true",
							"--sightline.otlp.endpoint=" + receiver.endpoint(), "--sightline.tracing.sampling=1",
							"--sightline.logging.files.app.path=" + file, "--sightline.logging.files.text.path=" + text,
							"--sightline.logging.files.text.format=text",
							"--sightline.logging.logstash.destinations=127.0.0.1:" + port,
							"--sightline.logging.logstash.format=ecs", "--sightline.redaction.email=true",
							"--sightline.redaction.phone=true", "--management.tracing.baggage.remote-fields=text",
							"--management.tracing.baggage.correlation.fields=text",
							"--logging.pattern.correlation=[%X{text}] ", "--spring.ai.model.chat=openai",
							"--spring.ai.openai.base-url=" + stub.url() + "/v1", "--spring.ai.openai.api-key=not-a-key",
							"--sightline.llm.include-content=true", "--sentry.dsn=" + sentry.dsn(),
							"--sentry.send-default-pii=true", "--sightline.sentry.max-events-per-second=1000")
					.with(more)
					.start()) {
			app.awaitUp("/health/live");
			CANARIES.values().forEach((note) -> send(app, note));
			app.stop();
			long expected = Files.readAllLines(file).size();
			await().until(() -> peer.lines().size() >= expected);
			this.prompts = receiver.spans()
				.stream()
				.map((span) -> span.attributes().get(PROMPT))
				.filter(Objects::nonNull)
				.toList();
			this.envelopes = sentry.envelopes().stream().map(SentryReceiver.Envelope::text).toList();
			this.spans = receiver.text().split("scope_logs", 2)[0];
			Map<String, List<String>> sinks = new LinkedHashMap<>();
			sinks.put("the console", app.lines());
			sinks.put("a file", Files.readAllLines(file));
			sinks.put("TCP", List.copyOf(peer.lines()));
			sinks.put("OTLP", receiver.logs().stream().map((log) -> "\"" + log.body() + "\" " + log).toList());
			sinks.put(TEXT, records(Files.readString(text)));
			return sinks;
		}
	}

	private static void send(ChildApp app, String note) {
		String encoded = URLEncoder.encode(note, StandardCharsets.UTF_8).replace("+", "%20");
		assertThat(Http
			.send("POST", app.url("/canary?note=" + encoded), "{\"note\": \"" + note + "\"}", "Content-Type",
					"application/json", "X-Note", note, "baggage", "text=" + encoded)
			.statusCode()).isEqualTo(500);
	}

	private static List<String> lines(List<String> lines, String way) {
		return lines.stream().filter((line) -> line.contains("CanaryApp") && line.contains(way(line, way))).toList();
	}

	/**
	 * The beginning of the message, in JSON or in text.
	 */
	private static String way(String line, String way) {
		return line.contains("\"") && !line.startsWith("2") ? "\"" + way : ": " + way;
	}

	/**
	 * A line of text with what belongs to it.
	 */
	private static List<String> records(String text) {
		return List.of(text.split("\n(?=\\d{4}-\\d{2}-\\d{2}T)"));
	}

	private static Map<String, String> canaries() {
		Map<String, String> canaries = new LinkedHashMap<>();
		canaries.put("canary0password", "password=canary0password");
		canaries.put("canary0bearer0canary", "Authorization: Bearer canary0bearer0canary");
		canaries.put("AKIA" + "CANARY0000000001", "key AKIA" + "CANARY0000000001");
		canaries.put("gh" + "p_" + "c".repeat(36), "key gh" + "p_" + "c".repeat(36));
		canaries.put("sk_" + "live_" + "c".repeat(24), "key sk_" + "live_" + "c".repeat(24));
		canaries.put("eyJjYW5hcnkiOiIxIn0", "jwt eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiIxIn0.c2lnbmF0dXJl");
		canaries.put("4111111111111111", "card 4111111111111111");
		canaries.put("DE89370400440532013000", "iban DE89370400440532013000");
		canaries.put("canary@example.com", "mail canary@example.com");
		canaries.put("4930123456789", "phone +4930123456789");
		canaries.put("canary0url", "at https://app:canary0url@example.com/");
		canaries.put("Y2FuYXJ5", "-----BEGIN PRIVATE KEY----- Y2FuYXJ5 -----END PRIVATE KEY-----");
		return canaries;
	}

}
