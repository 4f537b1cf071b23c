package dev.sightline.autoconfigure.health;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What is told of health while a real database hangs, and after it.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("faults")
class DatabaseFaultTests {

	private static final String TOKEN = "0123456789-a-long-token";

	private static EmbeddedPostgres postgres;

	@BeforeAll
	static void startDatabase() throws IOException {
		assumeThat(System.getProperty("os.arch")).as("the server comes built for this processor only")
			.isIn("amd64", "x86_64");
		postgres = EmbeddedPostgres.builder().start();
	}

	@AfterAll
	static void stopDatabase() throws IOException {
		if (postgres != null) {
			postgres.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldTellTheTruthInTime(WebApplicationType type, CapturedOutput output) throws Exception {
		try (TcpProxy proxy = new TcpProxy(postgres.getPort())) {
			TestApp app = start(type, proxy);
			try {
				await().untilAsserted(() -> assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(200));
				assertThat(status(app)).endsWith(" 1.0");
				App.heard.clear();
				double before = transitions(app);
				proxy.hang();
				await().untilAsserted(() -> assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(503));
				HttpResponse<String> ready = Http.get(app.url("/health/ready"));
				assertThat(read(ready).path("failing").toString()).isEqualTo("[\"db\"]");
				assertThat(ready.body()).doesNotContain("No answer", "postgresql");
				assertProbesAreAnswered(app);
				assertDetails(app);
				assertThat(status(app)).endsWith(" 0.0");
				proxy.resume();
				await().untilAsserted(() -> assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(200));
				await().untilAsserted(() -> assertThat(transitions(app)).isEqualTo(before + 2));
				assertChangesAreTold(app, output);
				App.context = app;
			}
			finally {
				app.close();
			}
			assertThat(App.atShutdown).isEqualTo(Map.of("/health/ready", 503, "/health/live", 200));
		}
	}

	private static TestApp start(WebApplicationType type, TcpProxy proxy) {
		return TestApp.web(type, App.class,
				"spring.datasource.url=jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres",
				"spring.datasource.username=postgres", "spring.datasource.password=postgres",
				"spring.datasource.hikari.maximum-pool-size=2", "sightline.health.interval=200ms",
				"sightline.health.timeout=3s", "sightline.logging.format=json",
				"sightline.health.detailed.token=" + TOKEN);
	}

	/**
	 * Two hundred probes a second for three seconds.
	 */
	private static void assertProbesAreAnswered(TestApp app) throws Exception {
		ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
		ExecutorService callers = Executors.newFixedThreadPool(40);
		List<Future<Integer>> ready = new CopyOnWriteArrayList<>();
		List<Future<Integer>> live = new CopyOnWriteArrayList<>();
		try {
			Future<?> beat = clock.scheduleAtFixedRate(() -> {
				ready.add(callers.submit(probe(app, "/health/ready")));
				live.add(callers.submit(probe(app, "/health/live")));
			}, 0, 10, TimeUnit.MILLISECONDS);
			await().until(() -> live.size() >= 300);
			beat.cancel(false);
			for (Future<Integer> answer : new ArrayList<>(ready)) {
				assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(503);
			}
			for (Future<Integer> answer : new ArrayList<>(live)) {
				assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(200);
			}
		}
		finally {
			clock.shutdownNow();
			callers.shutdownNow();
		}
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().equals("sightline-health-check"))
			.hasSizeLessThanOrEqualTo(8);
	}

	private static Callable<Integer> probe(TestApp app, String path) {
		return () -> Http.get(app.url(path)).statusCode();
	}

	private static void assertDetails(TestApp app) {
		JsonNode body = read(Http.get(app.url("/health/detailed"), "Authorization", "Bearer " + TOKEN));
		assertThat(body.path("summary").asString())
			.isEqualTo("1 of " + body.path("checks").size() + " checks failed: db (critical).");
		JsonNode db = body.path("checks").path("db");
		assertThat(db.path("status").asString()).isEqualTo("DOWN");
		assertThat(db.path("critical").asBoolean(false)).isTrue();
		assertThat(db.path("message").asString()).isEqualTo("No answer within 3s");
		assertThat(db.path("details").path("activeConnections").asInt(-1)).isBetween(0, 2);
		assertThat(db.path("details").path("maxConnections").asInt(-1)).isEqualTo(2);
		assertThat(db.path("lastChange").asString()).isEqualTo(db.path("since").asString()).endsWith("Z");
	}

	private static void assertChangesAreTold(TestApp app, CapturedOutput output) {
		assertThat(status(app)).endsWith(" 1.0");
		await().untilAsserted(() -> assertThat(App.heard).containsExactly("db DOWN", "db UP"));
		List<JsonNode> lines = output.getOut()
			.lines()
			.filter((line) -> line.contains("Health check db changed"))
			.map((line) -> (JsonNode) JsonMapper.shared().readTree(line))
			.filter((line) -> line.path("thread_name").asString().equals("sightline-health-changes"))
			.toList();
		lines = lines.subList(lines.size() - 2, lines.size());
		assertThat(lines.get(0).path("message").asString())
			.isEqualTo("Health check db changed from UP to DOWN: No answer within 3s");
		assertThat(lines.get(0).path("level").asString()).isEqualTo("WARN");
		assertThat(lines.get(0).path("event_type").asString()).isEqualTo("system");
		assertThat(lines.get(1).path("message").asString()).isEqualTo("Health check db changed from DOWN to UP");
		assertThat(lines.get(1).path("level").asString()).isEqualTo("INFO");
	}

	private static String status(TestApp app) {
		return app.scrape("health_status{")
			.stream()
			.filter((line) -> line.contains("check=\"db\""))
			.findFirst()
			.orElse("");
	}

	private static double transitions(TestApp app) {
		return app.scrape("health_transitions_total{")
			.stream()
			.filter((line) -> line.contains("check=\"db\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private static JsonNode read(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	static class App extends HelloApp {

		static final List<String> heard = new CopyOnWriteArrayList<>();

		static final Map<String, Integer> atShutdown = new ConcurrentHashMap<>();

		static volatile TestApp context;

		@EventListener
		void changed(HealthContributors.Entry entry) {
			heard.add(entry.name() + " " + ((HealthIndicator) entry.contributor()).health().getStatus());
			throw new IllegalStateException("A listener that fails");
		}

		@EventListener
		void closing(ContextClosedEvent event) {
			TestApp app = context;
			if (app != null && event.getApplicationContext() == app.context()) {
				for (String path : List.of("/health/ready", "/health/live")) {
					atShutdown.put(path, Http.get(app.url(path)).statusCode());
				}
			}
		}

	}

}
