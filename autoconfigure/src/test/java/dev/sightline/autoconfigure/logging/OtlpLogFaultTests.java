package dev.sightline.autoconfigure.logging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Receivers that take no log lines over OTLP: nobody waits for them, and what is lost is
 * counted.
 */
@Tag("faults")
@Timeout(300)
class OtlpLogFaultTests {

	private static final int REQUESTS = 6000;

	@ParameterizedTest
	@CsvSource({ "503, unavailable", "hang, timeout" })
	void shouldServeCountAndEndInTimeWhateverTheReceiverDoes(String how, String reason) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver()
			.with(how.equals("hang") ? Fault.HANG : Fault.status(Integer.parseInt(how)));
				ChildApp app = ChildApp.lean(HelloApp.class)
					.with("--sightline.otlp.endpoint=" + receiver.endpoint(), "--sightline.tracing.sampling=0",
							"--sightline.logging.otlp.enabled=true", "--sightline.shutdown-timeout=1s",
							"--management.opentelemetry.logging.export.timeout=2s")
					.start()
					.awaitUp("/hello")) {
			load(app);
			// All answers are there, though nothing was sent.
			assertThat(count(app, "offered_total")).isGreaterThan(REQUESTS);
			assertThat(count(app, "sent_total")).isZero();
			assertThat(count(app, "dropped_total")).isPositive();
			await().atMost(Duration.ofSeconds(60)).until(() -> count(app, "failed_total") > 0);
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(count(app, "sent_total") + count(app, "dropped_total")
						+ count(app, "failed_total") + count(app, "queue_size"))
					.isEqualTo(count(app, "offered_total")));
			assertThat(count(app, "failed_total", "reason=\"" + reason + "\"")).as(reason)
				.isEqualTo(count(app, "failed_total"));
			assertThat(receiver.requests()).contains("/v1/logs");
			long start = System.nanoTime();
			app.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
			assertThat(app.lines()).filteredOn((line) -> line.contains("Saying hello")).hasSize(REQUESTS + 1);
			assertThat(app.output()).contains("Log lines for otlp").doesNotContain("\\tat ");
		}
	}

	private static void load(ChildApp app) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Integer>> calls = Collections.nCopies(REQUESTS,
					() -> Http.get(app.url("/hello")).statusCode());
			for (Future<Integer> status : clients.invokeAll(calls)) {
				assertThat(status.get()).isEqualTo(200);
			}
		}
		finally {
			clients.shutdown();
		}
	}

	/**
	 * What the application says of its log lines over OTLP.
	 */
	private static double count(ChildApp app, String name, String... labels) {
		List<String> all = new ArrayList<>(List.of("signal=\"logs\"", "destination=\"otlp\""));
		all.addAll(List.of(labels));
		return app.metric("sightline_export_" + name, all.toArray(String[]::new));
	}

}
