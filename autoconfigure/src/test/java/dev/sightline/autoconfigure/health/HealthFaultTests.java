package dev.sightline.autoconfigure.health;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the probes of a real server tell of indicators that behave badly.
 */
@Tag("faults")
@ExtendWith(OutputCaptureExtension.class)
class HealthFaultTests {

	private static final String TOKEN = "0123456789-a-long-token";

	private static final int PARTS = 985;

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
	void shouldTellTheTruthWhateverIndicatorsDo(WebApplicationType type, CapturedOutput output) {
		try (TestApp app = TestApp.web(type, App.class, "sightline.health.interval=1s",
				"sightline.health.timeout=500ms", "sightline.health.critical=providers,late,many",
				"management.endpoint.health.validate-group-membership=false",
				"sightline.health.detailed.token=" + TOKEN)) {
			assertThat(failing(app)).contains("\"late\"").doesNotContain("providers");
			saturate(app);
			assertAllAreChecked(app);
			assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200);
			assertLateOnesAreLikeOthers(app, output);
			assertThat(threads()).isLessThanOrEqualTo(CheckThreads.LIMIT * 2);
		}
	}

	private static void assertAllAreChecked(TestApp app) {
		await().untilAsserted(() -> {
			JsonNode checks = detailed(app).path("checks");
			assertThat(checks.path("error").path("status").asString()).isEqualTo("DOWN");
			assertThat(checks.path("error").path("message").asString()).contains("StackOverflowError");
			assertThat(checks.path("nothing").path("status").asString()).isEqualTo("UNKNOWN");
			for (String check : new String[] { "blocked", "never" }) {
				assertThat(checks.path(check).path("message").asString()).isEqualTo("No answer within 500ms");
				assertThat(checks.path(check).path("status").asString()).isEqualTo("DOWN");
			}
			assertThat(IntStream.range(0, PARTS)
				.mapToObj((part) -> checks.path("many/" + part).path("status").asString("none"))).hasSize(PARTS)
				.containsOnly("UP");
		});
		assertThat(Http.get(app.url("/health")).statusCode()).isEqualTo(503);
		assertThat(series(app)).filteredOn((line) -> line.startsWith("health_status{")).hasSizeGreaterThan(PARTS);
	}

	/**
	 * One is registered by name, the other is a part that a bean gets at run time.
	 */
	private static void assertLateOnesAreLikeOthers(TestApp app, CapturedOutput output) {
		Map<String, HealthIndicator> parts = app.context().getBean(Parts.class).parts;
		HealthIndicator up = () -> Health.up().build();
		app.context().getBean(HealthContributorRegistry.class).registerContributor("late", up);
		parts.put("first", up);
		await().untilAsserted(() -> assertThat(failing(app)).isEqualTo("[]"));
		parts.put("first", () -> Health.down().build());
		await().untilAsserted(() -> assertThat(failing(app)).isEqualTo("[\"providers/first\"]"));
		parts.put("first", HealthFaultTests::awaitRelease);
		await().untilAsserted(
				() -> assertThat(detailed(app).path("checks").path("providers/first").path("message").asString())
					.isEqualTo("No answer within 500ms"));
		JsonNode first = detailed(app).path("checks").path("providers/first");
		assertThat(first.path("critical").asBoolean(false)).isTrue();
		assertThat(first.path("lastChange").asString()).endsWith("Z");
		await().untilAsserted(() -> assertThat(series(app)).anyMatch((line) -> line
			.matches("health_transitions_total.*check=\"providers/first\".*status=\"DOWN\".* 1\\.0")));
		await().untilAsserted(
				() -> assertThat(output.getOut()).contains("Health check providers/first changed from UP to DOWN"));
	}

	/**
	 * Leave nobody a thread that is shared.
	 */
	private static void saturate(TestApp app) {
		Executor executor = app.context().getBean("applicationTaskExecutor", Executor.class);
		for (int i = 0; i < 200; i++) {
			executor.execute(HealthFaultTests::awaitRelease);
			ForkJoinPool.commonPool().execute(HealthFaultTests::awaitRelease);
			Schedulers.boundedElastic().schedule(HealthFaultTests::awaitRelease);
			Schedulers.parallel().schedule(HealthFaultTests::awaitRelease);
			Schedulers.single().schedule(HealthFaultTests::awaitRelease);
		}
	}

	@Test
	void shouldNotStartWithoutACriticalCheck() {
		assertThatThrownBy(() -> TestApp.servlet(App.class, "sightline.health.critical=late"))
			.hasStackTraceContaining("sightline.health.critical")
			.hasStackTraceContaining("late");
		// A composite without parts is there.
		TestApp.servlet(App.class, "sightline.health.critical=providers").close();
	}

	private static String failing(TestApp app) {
		HttpResponse<String> ready = Http.get(app.url("/health/ready"));
		JsonNode failing = JsonMapper.shared().readTree(ready.body()).path("failing");
		assertThat(ready.statusCode()).isEqualTo(failing.isEmpty() ? 200 : 503);
		return failing.isEmpty() ? "[]" : failing.toString();
	}

	/**
	 * Spring Boot's scrape needs threads that are taken.
	 */
	private static List<String> series(TestApp app) {
		return Http.get(app.url("/health/metrics")).body().lines().toList();
	}

	private static JsonNode detailed(TestApp app) {
		return JsonMapper.shared()
			.readTree(Http.get(app.url("/health/detailed"), "Authorization", "Bearer " + TOKEN).body());
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("sightline-health-check"))
			.count();
	}

	private static Health awaitRelease() {
		CountDownLatch latch = blocked;
		while (true) {
			try {
				latch.await();
				return Health.up().build();
			}
			catch (InterruptedException ex) {
				// It does not care.
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class App extends HelloApp {

		@Bean
		HealthIndicator errorHealthIndicator() {
			return () -> {
				throw new StackOverflowError("Too deep");
			};
		}

		@Bean
		HealthIndicator nothingHealthIndicator() {
			return () -> null;
		}

		@Bean
		HealthIndicator blockedHealthIndicator() {
			return HealthFaultTests::awaitRelease;
		}

		@Bean
		ReactiveHealthIndicator neverHealthIndicator() {
			return Mono::never;
		}

		@Bean
		Parts manyHealthContributor() {
			Parts many = new Parts();
			IntStream.range(0, PARTS).forEach((part) -> many.parts.put("" + part, () -> Health.up().build()));
			return many;
		}

		@Bean
		@Primary
		Parts providersHealthContributor() {
			return new Parts();
		}

	}

	/**
	 * Has parts that come at run time.
	 */
	private static final class Parts implements CompositeHealthContributor {

		private final Map<String, HealthIndicator> parts = new ConcurrentHashMap<>();

		@Override
		public Stream<Entry> stream() {
			return this.parts.entrySet().stream().map((part) -> new Entry(part.getKey(), part.getValue()));
		}

		@Override
		public HealthContributor getContributor(String name) {
			return this.parts.get(name);
		}

	}

}
