package dev.sightline.autoconfigure.tracing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests for a {@link TracingFaultApp}, each of which has to succeed and is sampled,
 * and what the application counts of their spans.
 */
class FaultLoad {

	private static final int CLIENTS = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String TRACES = "signal=\"traces\"";

	private final ChildApp app;

	private long spans;

	/**
	 * Create it.
	 * @param app an application that runs
	 * @param spans how many spans it has made so far
	 */
	FaultLoad(ChildApp app, long spans) {
		this.app = app;
		this.spans = spans;
	}

	/**
	 * Send requests.
	 * @return their 99th percentile in microseconds
	 */
	long run(int requests) throws Exception {
		return run(requests, () -> true);
	}

	/**
	 * Send some requests, and more until something is so.
	 * @return their 99th percentile in microseconds
	 */
	long run(int requests, BooleanSupplier end) throws Exception {
		List<Long> times = new ArrayList<>();
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			long deadline = System.nanoTime() + 2 * PATIENCE.toNanos();
			do {
				assertThat(System.nanoTime()).as("What is awaited does not come").isLessThan(deadline);
				for (Future<Long> time : clients
					.invokeAll(Collections.nCopies(requests, (Callable<Long>) this::request))) {
					times.add(time.get());
				}
			}
			while (!end.getAsBoolean());
		}
		finally {
			clients.shutdownNow();
		}
		this.spans += times.size();
		Collections.sort(times);
		return times.get(times.size() * 99 / 100) / 1000;
	}

	private long request() {
		long start = System.nanoTime();
		assertThat(Http.get(this.app.url("/hello/load")).statusCode()).isEqualTo(200);
		return System.nanoTime() - start;
	}

	/**
	 * Send one request.
	 * @param path its path
	 * @param spans how many spans it makes
	 */
	String get(String path, int spans) {
		var answer = Http.get(this.app.url(path));
		assertThat(answer.statusCode()).isEqualTo(200);
		this.spans += spans;
		return answer.body();
	}

	/**
	 * The bytes of the heap that are in use.
	 */
	long heap() {
		return Long.parseLong(get("/heap", 1));
	}

	/**
	 * How many spans were made.
	 */
	long spans() {
		return this.spans;
	}

	/**
	 * How many spans did not arrive for a reason.
	 */
	double lost(String reason) {
		String label = "reason=\"" + reason + "\"";
		return this.app.metric("sightline_export_failed_total", TRACES, label)
				+ this.app.metric("sightline_export_dropped_total", TRACES, label);
	}

	/**
	 * Wait until no span waits, and check that each was sent, dropped or has failed.
	 * @return how many were sent
	 */
	double settle() {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(count("offered_total")).isEqualTo(this.spans));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(count("queue_size")).isZero());
		double sent = count("sent_total");
		assertThat(sent + count("dropped_total") + count("failed_total")).isEqualTo(this.spans);
		return sent;
	}

	double count(String what) {
		return this.app.metric("sightline_export_" + what, TRACES);
	}

}
