package dev.sightline.autoconfigure.metrics;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Promtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the scrape of a real application.
 */
class ScrapeTests {

	private static final String SERVER_SPAN = "00-11111111111111111111111111111111-2222222222222222-01";

	private static TestApp shop;

	@BeforeAll
	static void start() {
		shop = TestApp.servlet(HelloApp.class, "spring.application.name=shop", "sightline.version=1.2.3",
				"sightline.environment=staging", "sightline.tags.team=support");
		Http.get(shop.url("/hello"));
		await().untilAsserted(() -> assertThat(scrape(shop))
			.containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/hello\",le=\"\\+Inf\"} 1"));
	}

	private static boolean passed(CountDownLatch latch) {
		try {
			return latch.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	@AfterAll
	static void end() {
		shop.close();
	}

	@Test
	void shouldTellWhoTheServiceIs() {
		assertThat(scrape(shop)).containsPattern(
				"target_info\\{[^}]*deployment_environment_name=\"staging\",[^}]*service_instance_id=\"[^\"]+\","
						+ "service_name=\"shop\",service_version=\"1\\.2\\.3\",team=\"support\"} 1");
	}

	@Test
	void shouldHaveTheBoundariesOfObjectives() {
		String scrape = scrape(shop);
		for (String bound : new String[] { "0.005", "0.1", "0.25", "0.5", "1.0", "2.0", "5.0", "10.0", "30.0" }) {
			assertThat(scrape)
				.containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/hello\",le=\"" + bound + "\"}");
		}
		assertThat(scrape).contains("jvm_memory_used_bytes", "process_cpu_usage", "jvm_threads_live_threads");
	}

	@Test
	void shouldNotHoldUpRequests() {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		MeterRegistry registry = shop.context().getBean(MeterRegistry.class);
		Gauge slow = Gauge.builder("slow", () -> {
			asked.countDown();
			return passed(released) ? 1 : 0;
		}).register(registry);
		CompletableFuture<String> scrape = CompletableFuture.supplyAsync(() -> scrape(shop));
		try {
			assertThat(passed(asked)).isTrue();
			assertThat(Http.get(shop.url("/hello")).statusCode()).isEqualTo(200);
			// A route and a status that have no series yet.
			assertThat(Http.get(shop.url("/nowhere")).statusCode()).isEqualTo(404);
			await().until(() -> registry.find("http.server.requests").tag("status", "404").timer() != null);
		}
		finally {
			released.countDown();
			registry.remove(slow);
		}
		assertThat(scrape.join()).contains("http_server_requests_seconds");
	}

	@Test
	void shouldDescribeWhatNobodyDescribes() {
		assertThat(scrape(shop)).contains(
				"# HELP http_server_requests_seconds Time that requests to this application took",
				"# HELP tomcat_sessions_created_sessions_total HTTP sessions that were created");
	}

	@Test
	void shouldBeAcceptedByPromtoolWithoutClassicNames() throws Exception {
		Promtool.assumeInstalled("promtool");
		String scrape = scrape(shop);
		assertThat(scrape).doesNotContain("\nhttp_requests_total");
		assertThat(Promtool.lint(scrape)).isSubsetOf(Promtool.KNOWN);
	}

	@Test
	void shouldLetTheUserChooseTheBoundaries() {
		try (TestApp app = TestApp.servlet(HelloApp.class, "management.metrics.distribution.slo.http=42ms")) {
			Http.get(app.url("/hello"));
			await().untilAsserted(() -> assertThat(scrape(app)).contains("le=\"0.042\""));
			assertThat(scrape(app)).doesNotContain("le=\"0.25\"");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void shouldPutExemplarsOnBucketsButNotOnCounts(boolean reactive) {
		int port = ChildApp.freePort();
		String[] properties = { "management.server.port=" + port, "management.server.address=127.0.0.1" };
		String path = "http://127.0.0.1:" + port + "/actuator/prometheus";
		try (TestApp app = reactive ? TestApp.reactive(HelloApp.class, properties)
				: TestApp.servlet(HelloApp.class, properties)) {
			Http.get(app.url("/hello"), "traceparent", SERVER_SPAN);
			await().untilAsserted(() -> assertThat(Http.get(path, "Accept", Http.OPEN_METRICS).body().lines())
				.filteredOn((line) -> line.contains("# {"))
				.isNotEmpty()
				.allMatch((line) -> line.matches("\\w+_(bucket|total)\\{.*"))
				.anyMatch((line) -> line.startsWith("http_server_requests_seconds_bucket")
						&& line.contains("trace_id=\"11111111111111111111111111111111\"")));
			assertThat(Http.get(path, "Accept", Http.OPEN_METRICS, "Accept-Encoding", "gzip")
				.headers()
				.firstValue("Content-Encoding")).hasValue("gzip");
		}
	}

	@Test
	void shouldWorkBesideASecondRegistry() {
		try (TestApp app = TestApp.servlet(SecondRegistry.class, "spring.application.name=shop")) {
			Http.get(app.url("/hello"));
			await().untilAsserted(() -> {
				assertThat(scrape(app)).contains("uri=\"/hello\"", "target_info");
				assertThat(app.context()
					.getBean(SimpleMeterRegistry.class)
					.get("http.server.requests")
					.tag("uri", "/hello")
					.timer()
					.count()).isEqualTo(1);
			});
		}
	}

	@Test
	void shouldLetASecondApplicationOnTheSameRegistryStart() {
		try (TestApp first = TestApp.servlet(SharedPrometheusRegistry.class, "sightline.environment=one");
				TestApp second = TestApp.servlet(SharedPrometheusRegistry.class, "sightline.environment=two")) {
			assertThat(Http.get(first.url("/hello")).statusCode()).isEqualTo(200);
			assertThat(Http.get(second.url("/hello")).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void shouldGuardTheUsersRegistry() {
		try (TestApp app = TestApp.servlet(OwnPrometheusRegistry.class, "sightline.metrics.classic-names=true")) {
			assertThat(app.context().getBeansOfType(PrometheusRegistry.class)).containsOnlyKeys("hers");
			OwnPrometheusRegistry.hers.register(Info.builder().name("hers_info").build());
			MeterRegistry registry = app.context().getBean(MeterRegistry.class);
			FunctionCounter broken = FunctionCounter.builder("broken", this, (self) -> {
				throw new IllegalStateException("on purpose");
			}).register(registry);
			registry.counter("orders").increment();
			assertThat(scrape(app))
				.contains("target_info{", "\nprocess_threads ", "\njvm_threads_live_threads ", "\norders_total 1.0",
						"\nhers_info ")
				.doesNotContain("broken_total");
			// What is registered with the bean is in her registry, and goes from there.
			registry.remove(broken);
			assertThat(names(OwnPrometheusRegistry.hers)).contains("orders", "hers", "target").doesNotContain("broken");
		}
	}

	private static List<String> names(PrometheusRegistry registry) {
		return registry.scrape().stream().map((family) -> family.getMetadata().getPrometheusName()).toList();
	}

	private static String scrape(TestApp app) {
		return app.scrape();
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondRegistry extends HelloApp {

		@Bean
		SimpleMeterRegistry second() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPrometheusRegistry extends HelloApp {

		private static final PrometheusRegistry hers = new PrometheusRegistry();

		@Bean
		PrometheusRegistry hers() {
			return hers;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedPrometheusRegistry extends HelloApp {

		private static final PrometheusRegistry shared = new PrometheusRegistry();

		@Bean
		PrometheusRegistry shared() {
			return shared;
		}

	}

}
