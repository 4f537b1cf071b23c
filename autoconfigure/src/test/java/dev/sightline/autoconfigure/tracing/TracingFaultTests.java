package dev.sightline.autoconfigure.tracing;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.Fault;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Faults of receivers and of the process itself, in a process of its own.
 */
@Tag("faults")
class TracingFaultTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldSendTheTraceOfARequestThatComesRightBeforeTheEnd(String server) {
		try (OtlpReceiver receiver = new OtlpReceiver(); ChildApp app = start(server, receiver.endpoint())) {
			String answer = Http.get(app.url("/hello/last")).body();
			app.stop();
			assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).contains(answer.split(" ")[1]);
			assertThat(app.output()).doesNotContain("not sent before the end");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldAnswerAndTellOfARequestThatIsInFlight(String server) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver(); ChildApp app = start(server, receiver.endpoint())) {
			CompletableFuture<HttpResponse<String>> answer = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/slow")));
			await().atMost(Duration.ofSeconds(30)).until(() -> app.output().contains("Slow begins"));
			app.stop();
			assertThat(answer.get().body()).isEqualTo("slow");
			JsonNode line = JsonMapper.shared()
				.readTree(app.lines().stream().filter((text) -> text.contains("Slow ends")).findFirst().orElseThrow());
			assertThat(receiver.spans()).filteredOn((span) -> span.name().equals("http get /slow"))
				.singleElement()
				.satisfies((span) -> {
					assertThat(span.traceId()).isEqualTo(line.get("traceId").asString());
					assertThat(span.spanId()).isEqualTo(line.get("spanId").asString());
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "refused, servlet", "hang, servlet", "hang, reactive", "401, servlet", "429, servlet",
			"reset, servlet" })
	void shouldServeAndEndInTimeWhateverTheReceiverDoes(String how, String server) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			String endpoint = receiver.endpoint();
			switch (how) {
				case "refused" -> receiver.close();
				case "hang" -> receiver.with(Fault.HANG);
				case "reset" -> receiver.with(Fault.RESET);
				case "429" -> receiver.with(new Fault(429, "3600", 0));
				default -> receiver.with(Fault.status(Integer.parseInt(how)));
			}
			try (ChildApp app = start(server, endpoint, "--sightline.shutdown-timeout=1s",
					"--management.opentelemetry.tracing.export.schedule-delay=100ms")) {
				long[] first = load(app, 2000);
				long heap = heap(app);
				long[] second = load(app, 6000);
				System.out.printf("%s on %s: p99 %d us, then %d us; heap %d kB, then %d kB%n", how, server,
						percentile(first), percentile(second), heap / 1024, heap(app) / 1024);
				assertThat(heap(app)).isLessThan(heap + 20 * 1024 * 1024);
				long start = System.nanoTime();
				app.stop();
				Duration end = Duration.ofNanos(System.nanoTime() - start);
				System.out.println(how + " on " + server + ": the end took " + end.toMillis() + " ms");
				assertThat(end).isLessThan(Duration.ofSeconds(9));
				assertThat(app.lines()).filteredOn((line) -> line.contains("Spans do not reach otlp")).hasSize(1);
				assertThat(app.output()).doesNotContain("\\tat ").doesNotContain("HttpExporter");
				if (!how.equals("401")) {
					// What is not authorised is not tried again, so that nothing was
					// left.
					assertThat(app.output()).contains("spans were not sent before the end of the application");
				}
			}
		}
	}

	@Test
	void shouldStartAgainAfterItWasKilled() {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			for (int i = 0; i < 2; i++) {
				try (ChildApp app = start("servlet", receiver.endpoint(),
						"--management.opentelemetry.tracing.export.schedule-delay=100ms")) {
					String trace = Http.get(app.url("/hello/again")).body().split(" ")[1];
					await().untilAsserted(
							() -> assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).contains(trace));
				}
			}
		}
	}

	@Test
	void shouldKeepAThousandRequestsApart() throws Exception {
		int requests = 1000;
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp app = start("servlet", receiver.endpoint(), "--spring.threads.virtual.enabled=true",
						"--management.opentelemetry.tracing.export.schedule-delay=100ms")) {
			ExecutorService clients = Executors.newFixedThreadPool(100);
			List<Callable<HttpResponse<String>>> calls = IntStream.range(0, requests)
				.<Callable<HttpResponse<String>>>mapToObj((i) -> () -> Http.get(app.url("/hello/r" + i)))
				.toList();
			Map<String, String> traces = new HashMap<>();
			for (Future<HttpResponse<String>> answer : clients.invokeAll(calls)) {
				String[] parts = answer.get().body().split(" ");
				assertThat(answer.get().headers().firstValue("X-Trace-Id")).hasValue(parts[1]);
				traces.put(parts[0], parts[1]);
			}
			clients.shutdown();
			app.stop();
			assertThat(traces).hasSize(requests);
			assertThat(traces.values()).doesNotHaveDuplicates();
			Map<String, String> spans = new HashMap<>();
			receiver.spans().forEach((span) -> spans.put(span.traceId(), span.attributes().get("http.url")));
			Map<String, String> lines = new HashMap<>();
			app.lines().stream().filter((line) -> line.contains("\"Hello r")).forEach((line) -> {
				JsonNode json = JsonMapper.shared().readTree(line);
				lines.put(json.get("message").asString().substring("Hello ".length()), json.get("traceId").asString());
			});
			assertThat(lines).isEqualTo(traces);
			traces.forEach((id, trace) -> assertThat(spans).containsEntry(trace, "/hello/" + id));
		}
	}

	private static ChildApp start(String server, String endpoint, String... more) {
		String[] arguments = { "--spring.main.web-application-type=" + server, "--sightline.otlp.endpoint=" + endpoint,
				"--sightline.tracing.sampling=1", "--sightline.logging.format=json" };
		String[] without = server.equals("reactive") ? new String[] { "spring-boot-security", "spring-boot-tomcat" }
				: new String[] { "spring-boot-security" };
		return ChildApp.main(TracingFaultApp.class, without).with(arguments).with(more).start().awaitUp("/hello/first");
	}

	/**
	 * The times of requests that all succeed, in nanoseconds, from the shortest on.
	 */
	private static long[] load(ChildApp app, int requests) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Long>> calls = Collections.nCopies(requests, () -> {
				long start = System.nanoTime();
				assertThat(Http.get(app.url("/hello/load")).statusCode()).isEqualTo(200);
				return System.nanoTime() - start;
			});
			long[] times = new long[requests];
			int i = 0;
			for (Future<Long> time : clients.invokeAll(calls)) {
				times[i++] = time.get();
			}
			Arrays.sort(times);
			return times;
		}
		finally {
			clients.shutdown();
		}
	}

	private static long percentile(long[] times) {
		return times[times.length * 99 / 100] / 1000;
	}

	private static long heap(ChildApp app) {
		return Long.parseLong(Http.get(app.url("/heap")).body());
	}

}
