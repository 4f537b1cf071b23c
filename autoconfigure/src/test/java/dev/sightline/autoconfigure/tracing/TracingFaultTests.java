package dev.sightline.autoconfigure.tracing;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.Fault;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;
import dev.sightline.testing.RawHttp;
import dev.sightline.testing.SentryReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Faults of receivers, of callers and of the process itself, in a process of its own.
 */
@Tag("faults")
class TracingFaultTests {

	private static final long GROWTH = 20 * 1024 * 1024;

	private static final String SOON = "--management.opentelemetry.tracing.export.schedule-delay=100ms";

	/**
	 * For what has to arrive at the end, where classes are loaded that send it.
	 */
	private static final String PATIENT = "--sightline.shutdown-timeout=60s";

	/**
	 * One that was answered right before the end, and one that is in flight then.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldAnswerAndTellOfTheLastRequests(String server) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver();
				SentryReceiver sentry = new SentryReceiver();
				ChildApp app = start(server, receiver.endpoint(), "--sentry.dsn=" + sentry.dsn(),
						"--sightline.logging.otlp.enabled=true", PATIENT)) {
			CompletableFuture<HttpResponse<String>> answer = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/slow")));
			await().until(() -> app.output().contains("Slow begins"));
			String last = Http.get(app.url("/hello/last")).body();
			app.stop();
			assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).contains(last.split(" ")[1]);
			assertThat(app.output()).doesNotContain("not sent before the end");
			assertThat(answer.get().body()).isEqualTo("slow");
			String trace = answer.get().headers().firstValue("X-Trace-Id").orElseThrow();
			JsonNode line = JsonMapper.shared()
				.readTree(app.lines().stream().filter((text) -> text.contains("Slow ends")).findFirst().orElseThrow());
			assertThat(line.get("traceId").asString()).isEqualTo(trace);
			assertThat(receiver.spans()).filteredOn((span) -> span.name().equals("http get /slow"))
				.singleElement()
				.satisfies((span) -> {
					assertThat(span.traceId()).isEqualTo(trace);
					assertThat(span.spanId()).isEqualTo(line.get("spanId").asString());
				});
			assertThat(receiver.logs()).filteredOn((log) -> log.body().equals("Slow ends"))
				.singleElement()
				.satisfies((log) -> assertThat(log.traceId()).isEqualTo(trace));
			assertThat(sentry.events()).singleElement()
				.satisfies((event) -> assertThat(event.at("/contexts/trace/trace_id").asString()).isEqualTo(trace));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldServeAndCountWhateverTheReceiverDoes(String server) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp app = start(server, receiver.endpoint(), SOON,
						"--management.opentelemetry.tracing.export.max-queue-size=1000",
						"--management.opentelemetry.tracing.export.otlp.timeout=1s")) {
			FaultLoad load = new FaultLoad(app, 1);
			load.run(1000);
			long heap = load.heap();
			for (String fault : List.of("refused", "hang", "slow", "reset", "401", "429", "503", "partial")) {
				long before = load.run(300);
				String reason = begin(fault, receiver);
				double lost = load.lost(reason);
				if (fault.equals("slow")) {
					load.get("/spans?count=3000", 3001);
				}
				long during = load.run(500, () -> load.lost(reason) > lost);
				long now = load.heap();
				System.out.printf("%s on %s: p99 %d us, then %d us, ratio %.1f; heap %d kB, then %d kB%n", fault,
						server, before, during, (double) during / before, heap / 1024, now / 1024);
				assertThat(now).as(fault).isLessThan(heap + GROWTH);
				end(fault, receiver);
			}
			double sent = load.settle();
			long received = receiver.spans().stream().map(ReceivedSpan::spanId).distinct().count();
			// What is not known to have arrived may have arrived.
			assertThat((double) received).isBetween(sent, sent + load.count("failed_total"));
			assertThat(app.output()).doesNotContain("\\tat ").doesNotContain("HttpExporter");
		}
	}

	/**
	 * Begin with a fault.
	 * @return why spans are lost from now on
	 */
	private static String begin(String fault, OtlpReceiver receiver) {
		switch (fault) {
			case "refused" -> receiver.goDown();
			case "hang" -> receiver.with(Fault.HANG);
			case "slow" -> receiver.with(Fault.slow(Duration.ofMillis(400)));
			case "reset" -> receiver.with(Fault.RESET);
			case "429" -> receiver.with(new Fault(429, "1", 0));
			case "partial" -> receiver.with(new Fault(200, "", 1));
			default -> receiver.with(Fault.status(Integer.parseInt(fault)));
		}
		return switch (fault) {
			case "refused", "reset" -> "connection";
			case "hang" -> "timeout";
			case "slow" -> "queue_full";
			case "401" -> "unauthorized";
			case "429" -> "throttled";
			case "503" -> "unavailable";
			default -> "rejected";
		};
	}

	private static void end(String fault, OtlpReceiver receiver) {
		receiver.with(Fault.NONE);
		if (fault.equals("refused")) {
			receiver.comeBack();
		}
	}

	/**
	 * Five receivers of one application, each with a fault of its own.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldSayItOnceAndEndInTimeWhateverReceiversDo(String server) throws Exception {
		List<String> faults = List.of("refused", "hang", "401", "429", "reset");
		List<OtlpReceiver> receivers = faults.stream().map((fault) -> new OtlpReceiver()).toList();
		List<String> settings = new ArrayList<>(List.of("--sightline.shutdown-timeout=1s", SOON));
		for (int i = 0; i < faults.size(); i++) {
			settings.add(
					"--sightline.tracing.receivers.with-" + faults.get(i) + ".endpoint=" + receivers.get(i).endpoint());
			begin(faults.get(i), receivers.get(i));
		}
		receivers.get(faults.indexOf("429")).with(new Fault(429, "3600", 0));
		// The first is that of Spring Boot's key too.
		try (ChildApp app = start(server, receivers.get(0).endpoint(), settings.toArray(String[]::new))) {
			new FaultLoad(app, 1).run(600);
			long start = System.nanoTime();
			app.stop();
			Duration end = Duration.ofNanos(System.nanoTime() - start);
			System.out
				.println("With five receivers in trouble on " + server + " the end took " + end.toMillis() + " ms");
			assertThat(end).isLessThan(Duration.ofSeconds(9));
			for (String destination : faults.stream().map("with-"::concat).toList()) {
				assertThat(app.lines()).filteredOn((line) -> line.contains("Spans do not reach " + destination + ":"))
					.as(destination)
					.hasSize(1);
			}
			assertThat(app.lines()).filteredOn((line) -> line.contains("Spans do not reach otlp:")).hasSize(1);
			assertThat(app.output()).doesNotContain("\\tat ")
				.doesNotContain("HttpExporter")
				.contains("spans were not sent before the end of the application");
		}
		finally {
			receivers.forEach(OtlpReceiver::close);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldBearFloodsHostileHeadersAndABrokenProcessor(String server) throws Exception {
		int many = 100_000;
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp app = start(server, receiver.endpoint(), SOON, "--fault.processor=true")) {
			FaultLoad load = new FaultLoad(app, 1);
			load.run(300);
			long heap = load.heap();
			load.get("/spans?count=" + many, many + 1);
			assertThat(load.heap()).isLessThan(heap + GROWTH);
			load.settle();
			List<String> traces = new ArrayList<>();
			for (String headers : hostile()) {
				String answer;
				try (RawHttp connection = new RawHttp(app.port())) {
					answer = connection
						.write("GET /hello/hostile HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
								+ "\r\n\r\n")
						.readAll();
				}
				String named = headers.substring(0, Math.min(80, headers.length()));
				assertThat(answer).as(named).doesNotContain("Evil");
				if (answer.startsWith("HTTP/1.1 400")) {
					// The server itself did not want it.
					continue;
				}
				assertThat(answer).as(named).startsWith("HTTP/1.1 200");
				String trace = answer.substring(answer.indexOf("hostile ") + 8).lines().findFirst().orElseThrow();
				assertThat(trace).as(named).matches("[0-9a-f]{32}").doesNotMatch("0+");
				traces.add(trace);
			}
			assertThat(traces).hasSizeGreaterThan(hostile().size() - 5);
			await().untilAsserted(
					() -> assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).containsAll(traces));
			assertThat(receiver.spans()).filteredOn((span) -> traces.contains(span.traceId()))
				.allSatisfy((span) -> assertThat(span.parentSpanId()).doesNotMatch("0+").matches("([0-9a-f]{16})?"));
			String last = load.get("/hello/last", 1);
			app.stop();
			assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).contains(last.split(" ")[1]);
			assertThat(app.lines().stream().filter((line) -> line.contains("The span processor"))).hasSize(1);
		}
	}

	/**
	 * Headers of tracing that are wrong, too long, or say two things.
	 */
	private static List<String> hostile() {
		String trace = "0af7651916cd43dd8448eb211c80319c";
		String span = "b7ad6b7169203331";
		return Stream
			.of("00-" + "0".repeat(32) + "-" + span + "-00", "00-" + trace + "-" + "0".repeat(16) + "-00",
					"ff-" + trace + "-" + span + "-00", "00-" + trace.toUpperCase(java.util.Locale.ROOT) + "-" + span,
					"00-" + trace + "-" + span + "-zz", "00-" + trace + "-" + span + "-01-more", "", "-", "----",
					"00-../../etc/passwd-" + span + "-01", "\u0000\u0001", "\u00ff\u00fe", "f".repeat(3000),
					"00-" + trace + "-" + span + "-01\r\ntraceparent: 00-" + span + span + "-" + span + "-01")
			.flatMap((value) -> Stream.of("traceparent: " + value,
					"traceparent: " + value + "\r\ntracestate: " + "k=v,".repeat(500) + "\r\nbaggage: "
							+ "customer=Evil%0d%0aEvil: yes,".repeat(100)))
			.toList();
	}

	@Test
	void shouldStartAgainAfterItWasKilled() {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			for (int i = 0; i < 2; i++) {
				try (ChildApp app = launcher("servlet", receiver.endpoint())
					.variable("OTEL_RESOURCE_ATTRIBUTES", "service.version=9.8.7,host.name=hers,shop.zone=north")
					.with(SOON, "--sightline.version=1.2.3")
					.start()
					.awaitUp("/hello/first")) {
					String trace = Http.get(app.url("/hello/again")).body().split(" ")[1];
					await().untilAsserted(
							() -> assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).contains(trace));
				}
			}
			assertThat(receiver.spans().stream().map((span) -> span.resource().get("service.instance.id")).distinct())
				.hasSize(2);
			assertThat(receiver.spans()).isNotEmpty()
				.allSatisfy((span) -> assertThat(span.resource()).containsEntry("service.version", "9.8.7")
					.containsEntry("host.name", "hers")
					.containsEntry("shop.zone", "north"));
		}
	}

	static ChildApp start(String server, String endpoint, String... more) {
		return launcher(server, endpoint).with(more).start().awaitUp("/hello/first");
	}

	/**
	 * What starts an application that sends all its spans.
	 */
	static ChildApp.Launcher launcher(String server, String endpoint) {
		String[] without = server.equals("reactive") ? new String[] { "spring-boot-tomcat" } : new String[0];
		return ChildApp.lean(TracingFaultApp.class, without)
			.with("--spring.main.web-application-type=" + server, "--sightline.otlp.endpoint=" + endpoint,
					"--sightline.tracing.sampling=1", "--sightline.logging.format=json");
	}

}
