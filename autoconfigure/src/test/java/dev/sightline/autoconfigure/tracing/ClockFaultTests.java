package dev.sightline.autoconfigure.tracing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The clock of a real process jumps back by an hour, as it does when a host corrects it.
 * Debian's {@code faketime} moves it; without it (see {@code .ci/run}) the tests are
 * skipped.
 */
@Tag("faults")
class ClockFaultTests {

	private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldGoOnWhenTheClockJumpsBack(String server, @TempDir Path folder) throws Exception {
		Path library = library();
		assumeThat(library).as("faketime is not installed").isNotNull();
		Path time = Files.writeString(folder.resolve("time"), "+0");
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp app = TracingFaultTests.launcher(server, receiver.endpoint())
					.variable("LD_PRELOAD", library.toString())
					.variable("FAKETIME_TIMESTAMP_FILE", time.toString())
					.variable("FAKETIME_NO_CACHE", "1")
					.variable("FAKETIME_DONT_FAKE_MONOTONIC", "1")
					// With it every wait of the JVM would end at once.
					.variable("FAKETIME_FORCE_MONOTONIC_FIX", "0")
					.with("--management.opentelemetry.tracing.export.schedule-delay=100ms")
					.start()
					.awaitUp("/hello/first")) {
			FaultLoad load = new FaultLoad(app, 1);
			load.run(50);
			CompletableFuture<Integer> sampled = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/slow")).statusCode());
			CompletableFuture<Integer> kept = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/slow?fail=true"), "traceparent", UNSAMPLED).statusCode());
			await().until(() -> app.lines().stream().filter((line) -> line.contains("Slow begins")).count() == 2);
			Files.writeString(time, "-3600");
			load.run(50);
			assertThat(sampled.get()).isEqualTo(200);
			assertThat(kept.get()).isEqualTo(500);
			assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(200);
			String last = load.get("/hello/last", 1);
			await().untilAsserted(() -> assertThat(receiver.spans()).hasSize((int) load.spans() + 2));
			await().untilAsserted(
					() -> assertThat(app.metric("sightline_export_last_success_time_seconds", "signal=\"traces\""))
						.isLessThan(Instant.now().minusSeconds(3000).getEpochSecond()));
			assertTimed(app);
			assertThat(receiver.spans())
				.allSatisfy((span) -> assertThat(duration(span)).isBetween(Duration.ZERO, Duration.ofMinutes(2)));
			assertThat(receiver.spans()).filteredOn((span) -> span.name().equals("http get /slow"))
				.hasSize(2)
				.allSatisfy((span) -> assertThat(duration(span)).isGreaterThan(Duration.ofMillis(2900)))
				.anySatisfy((span) -> assertThat(span.attributes()).containsEntry("sightline.keep.reason", "error"));
			assertThat(receiver.spans()).filteredOn((span) -> last.contains(span.traceId()))
				.singleElement()
				.satisfies((span) -> assertThat(Instant.ofEpochSecond(0, span.start()))
					.isBefore(Instant.now().minusSeconds(3000)));
			load.run(50);
			app.stop();
			assertThat(app.output()).doesNotContain("not sent before the end");
		}
	}

	/**
	 * What metrics say of requests during which the clock jumped is what they took, and
	 * those that came after it are counted.
	 */
	private static void assertTimed(ChildApp app) {
		String requests = "http_server_requests_seconds";
		await().untilAsserted(() -> assertThat(app.metric(requests + "_count", "uri=\"/slow\"")).isEqualTo(2));
		assertThat(app.metric(requests + "_sum", "uri=\"/slow\"")).isBetween(5.8, 240.0);
		assertThat(app.metric(requests + "_bucket", "uri=\"/slow\"", "le=\"2.0\"")).isZero();
		assertThat(app.metric(requests + "_max", "uri=\"/slow\"")).isBetween(5.8, 240.0);
		await().untilAsserted(() -> assertThat(app.metric(requests + "_count", "uri=\"/hello/")).isGreaterThan(100));
		assertThat(app.metric(requests + "_sum", "uri=\"/hello/")).isBetween(0.0, 600.0);
	}

	private static Duration duration(ReceivedSpan span) {
		return Duration.ofNanos(span.end() - span.start());
	}

	private static Path library() throws IOException {
		try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
			List<Path> found = folders.map((folder) -> folder.resolve("faketime/libfaketime.so.1"))
				.filter(Files::exists)
				.toList();
			return found.isEmpty() ? null : found.get(0);
		}
	}

}
