package dev.sightline.autoconfigure.sentry;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.sentry.Sentry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.SentryReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests on virtual threads, of which every second fails, while Sentry is told of as
 * many as it takes: none of them may get stuck, and no event may have the trace or the
 * breadcrumbs of another.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "There are no virtual threads")
class SentryVirtualThreadTests {

	private static final int CLIENTS = 32;

	/**
	 * Only one that is stuck takes longer.
	 */
	private static final Duration STUCK = Duration.ofMinutes(1);

	private static SentryReceiver receiver;

	private static TestApp app;

	@BeforeAll
	static void start() {
		receiver = new SentryReceiver();
		app = TestApp.servlet(App.class, "sentry.dsn=" + receiver.dsn(), "spring.threads.virtual.enabled=true",
				"spring.datasource.url=jdbc:h2:mem:virtual", "sightline.sentry.max-events-per-second=50",
				"sightline.sentry.max-events-per-kind=3000", "logging.threshold.console=off");
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
	}

	@Test
	@Tag("faults")
	void shouldAnswerAllRequestsForSomeSeconds() throws Exception {
		run(Duration.ofSeconds(10));
	}

	@Test
	@Tag("nightly")
	void shouldAnswerAllRequestsForTenMinutes() throws Exception {
		run(Duration.ofMinutes(10));
	}

	private static void run(Duration duration) throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
		long end = System.nanoTime() + duration.toNanos();
		try {
			List<Future<Integer>> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				int number = i;
				clients.add(executor.submit(() -> requests(client, number, end)));
			}
			for (Future<Integer> one : clients) {
				assertThat(one.get(duration.plus(STUCK.multipliedBy(2)).toSeconds(), TimeUnit.SECONDS)).isPositive();
			}
		}
		finally {
			executor.shutdownNow();
		}
		Sentry.flush(10_000);
		assertThat(receiver.events()).isNotEmpty().allSatisfy(SentryVirtualThreadTests::isWhole);
		receiver.envelopes().clear();
	}

	/**
	 * Send requests, one after the other.
	 * @return how many
	 */
	private static int requests(HttpClient client, int number, long end) throws Exception {
		int count = 0;
		while (System.nanoTime() - end < 0) {
			String id = "%08xabcdefab%08xabcdefab".formatted(number, count);
			HttpRequest request = HttpRequest.newBuilder(URI.create(app.url("/orders/" + id)))
				.timeout(STUCK)
				.header("traceparent", "00-" + id + "-00000000000000ff-01")
				.build();
			HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo((count % 2 == 0) ? 500 : 200);
			count++;
		}
		return count;
	}

	/**
	 * The id of the order is that of the trace.
	 */
	private static void isWhole(JsonNode event) {
		String trace = event.at("/contexts/trace/trace_id").asString();
		assertThat(event.at("/exception/values/0/value").asString()).isEqualTo("No order " + trace);
		assertThat(event.path("breadcrumbs").valueStream().map((one) -> one.path("message").asString()))
			.contains("SELECT", "Looking at " + trace)
			.filteredOn((message) -> message.startsWith("Looking at"))
			.hasSize(1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		private final ObjectProvider<JdbcTemplate> jdbc;

		App(ObjectProvider<JdbcTemplate> jdbc) {
			this.jdbc = jdbc;
		}

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) throws InterruptedException {
			this.jdbc.getObject().queryForObject("SELECT 1", Integer.class);
			logger.info("Looking at {}", id);
			// Gives the carrier to another.
			Thread.sleep(1);
			if (Integer.parseInt(id.substring(16, 24), 16) % 2 == 0) {
				throw new IllegalStateException("No order " + id);
			}
			return id + Thread.currentThread();
		}

	}

}
