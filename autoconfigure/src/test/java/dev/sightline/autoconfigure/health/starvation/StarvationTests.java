package dev.sightline.autoconfigure.health.starvation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.health.HealthReport;
import dev.sightline.autoconfigure.health.HealthReports;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StarvationAutoConfiguration} with threads that are really taken.
 */
class StarvationTests {

	private static final String TOKEN = "0123456789-a-long-token";

	private static CountDownLatch blocked;

	@BeforeEach
	void block() {
		blocked = new CountDownLatch(1);
	}

	@AfterEach
	void release() {
		blocked.countDown();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldEndLivenessWhileTasksWait(WebApplicationType type) {
		try (TestApp app = TestApp.web(type, App.class, "sightline.health.starvation.enabled=true",
				"sightline.health.starvation.threshold=400ms", "sightline.health.interval=50ms",
				"server.tomcat.threads.max=2", "server.tomcat.threads.min-spare=2",
				"sightline.health.detailed.token=" + TOKEN)) {
			// An event loop is there with the first connection.
			assertThat(Http.get(app.url("/hello")).statusCode()).isEqualTo(200);
			await().untilAsserted(() -> assertThat(checks(app).keySet()).contains("starvation/server",
					"starvation/applicationTaskExecutor", "starvation/taskScheduler", "starvation/plain"));
			assertThat(checks(app).keySet()).doesNotContain("starvation/unpooled");
			assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200);
			starvePools(app);
			starveServer(app);
			for (String check : new String[] { "server", "applicationTaskExecutor", "taskScheduler" }) {
				assertThat(changes(app, check)).as(check).endsWith(" 1.0");
			}
			assertThat(changes(app, "plain")).endsWith(" 0.0");
		}
	}

	private static void starvePools(TestApp app) {
		ThreadPoolTaskExecutor executor = app.context()
			.getBean("applicationTaskExecutor", ThreadPoolTaskExecutor.class);
		ThreadPoolTaskScheduler scheduler = app.context().getBean(ThreadPoolTaskScheduler.class);
		for (int i = 0; i <= executor.getCorePoolSize(); i++) {
			executor.execute(StarvationTests::awaitRelease);
		}
		scheduler.execute(StarvationTests::awaitRelease);
		scheduler.execute(StarvationTests::awaitRelease);
		await().untilAsserted(() -> {
			JsonNode body = JsonMapper.shared()
				.readTree(Http.get(app.url("/health/detailed"), "Authorization", "Bearer " + TOKEN).body());
			assertThat(body.path("summary").asString()).contains("starvation/applicationTaskExecutor",
					"starvation/taskScheduler");
			assertThat(body.path("checks").path("starvation/applicationTaskExecutor").path("message").asString())
				.isEqualTo("Tasks wait and none was finished for 0 s");
		});
		assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(503);
		assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(200);
		blocked.countDown();
		await().untilAsserted(() -> assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200));
		blocked = new CountDownLatch(1);
	}

	/**
	 * Two threads of Tomcat and as many tasks that wait for them; or one event loop of
	 * Netty.
	 */
	private static void starveServer(TestApp app) {
		HttpClient client = HttpClient.newHttpClient();
		for (int i = 0; i < 4; i++) {
			client.sendAsync(HttpRequest.newBuilder(URI.create(app.url("/block"))).build(), BodyHandlers.discarding());
		}
		HealthReports reports = app.context().getBean(HealthReports.class);
		// Nobody can ask the server any more.
		await().until(() -> reports.live().code() == 503);
		blocked.countDown();
		await().until(() -> reports.live().code() == 200);
		await().untilAsserted(() -> assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200));
	}

	private static Map<String, ?> checks(TestApp app) {
		HealthReport report = app.context().getBean(HealthReports.class).detailed();
		return (Map<String, ?>) report.body().get("checks");
	}

	private static String changes(TestApp app, String check) {
		return app.scrape("health_transitions_total{")
			.stream()
			.filter((line) -> line.contains("check=\"starvation/" + check + "\"") && line.contains("status=\"DOWN\""))
			.findFirst()
			.orElse("");
	}

	@Test
	void shouldNotMindWhatIsScheduledForLater() throws Exception {
		ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
		try {
			pool.schedule(() -> {
			}, 1, TimeUnit.HOURS);
			PoolWorkers workers = PoolWorkers.of(pool);
			assertThat(workers.stuck()).isZero();
			assertThat(workers.stuck()).isZero();
			pool.execute(StarvationTests::awaitRelease);
			pool.execute(StarvationTests::awaitRelease);
			workers.stuck();
			await().until(() -> workers.stuck().toMillis() > 20);
			blocked.countDown();
			await().until(() -> workers.stuck().isZero());
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void shouldBeginWithTheFirstLook() {
		PoolWorkers workers = new PoolWorkers(() -> true, () -> 5);
		assertThat(workers.stuck()).isZero();
		assertThat(workers.stuck()).isZero();
		await().until(() -> workers.stuck().toMillis() > 20);
	}

	@Test
	void shouldBeOffByDefault() {
		try (TestApp app = TestApp.plain(App.class)) {
			assertThat(app.context().getBeansOfType(StarvationHealthContributor.class)).isEmpty();
		}
	}

	@Test
	void shouldLookAtTheNamedExecutorsAloneAndLeaveHerCheckAlone() {
		try (TestApp app = TestApp.plain(App.class, "sightline.health.starvation.enabled=true",
				"sightline.health.starvation.executors=plain")) {
			await().untilAsserted(() -> assertThat(checks(app).keySet()).contains("starvation/plain")
				.doesNotContain("starvation/applicationTaskExecutor", "starvation/server"));
		}
		try (TestApp app = TestApp.plain(AppWithCheck.class, "sightline.health.starvation.enabled=true")) {
			await().untilAsserted(() -> assertThat(checks(app).keySet()).contains("starvation")
				.noneMatch((name) -> name.startsWith("starvation/")));
			assertThat(app.context().getBean(HealthReports.class).live().code()).isEqualTo(200);
		}
	}

	@Test
	void shouldRefuseWhatIsNoExecutorAndNoTime() {
		assertThatThrownBy(() -> TestApp.plain(App.class, "sightline.health.starvation.enabled=true",
				"sightline.health.starvation.executors=plan"))
			.hasStackTraceContaining("sightline.health.starvation.executors")
			.hasStackTraceContaining("plan")
			.hasStackTraceContaining("applicationTaskExecutor");
		assertThatThrownBy(() -> TestApp.plain(App.class, "sightline.health.starvation.enabled=true",
				"sightline.health.starvation.threshold=0s"))
			.hasStackTraceContaining("sightline.health.starvation.threshold");
	}

	private static void awaitRelease() {
		try {
			blocked.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@RestController
	static class App extends HelloApp {

		@GetMapping("/block")
		String block() {
			awaitRelease();
			return "done";
		}

		@Bean(defaultCandidate = false)
		Executor plain() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean(defaultCandidate = false)
		Executor unpooled() {
			return new SimpleAsyncTaskExecutor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AppWithCheck extends HelloApp {

		@Bean
		HealthIndicator starvationHealthIndicator() {
			return () -> Health.down().build();
		}

	}

}
