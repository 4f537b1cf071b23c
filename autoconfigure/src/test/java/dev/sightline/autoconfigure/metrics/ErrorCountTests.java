package dev.sightline.autoconfigure.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;

import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Errors of observations are counted.
 */
class ErrorCountTests {

	@Test
	void shouldCountEachErrorOnceWhereItWasSeenFirst() {
		try (TestApp app = TestApp.plain(App.class)) {
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			IllegalStateException first = new IllegalStateException("first");
			IllegalArgumentException second = new IllegalArgumentException("second");
			assertThatThrownBy(() -> Observation.createNotStarted("outer", registry).observe(() -> {
				fail("inner.one", registry, first);
				fail("inner.two", registry, second);
				// An observation between that sees nothing of it.
				Observation.createNotStarted("between", registry)
					.observe(() -> fail("inner.three", registry, new UnsupportedOperationException()));
				throw new RuntimeException("wrapped", first);
			})).hasCause(first);
			assertThat(counts(app)).containsOnly(Map.entry("inner.one IllegalStateException", 1.0),
					Map.entry("inner.two IllegalArgumentException", 1.0),
					Map.entry("inner.three UnsupportedOperationException", 1.0));
			assertThatThrownBy(() -> Observation.createNotStarted("outer", registry).observe(() -> {
				throw new RuntimeException("alone");
			})).hasMessage("alone");
			assertThat(counts(app)).hasSize(4).containsEntry("outer RuntimeException", 1.0);
			fail("denied", registry, new AccessDeniedException("not for you"));
			fail("denied", registry, new IllegalStateException(new AccessDeniedException("not for you")));
			assertThat(counts(app)).hasSize(4);
			countAnErrorWhoseCausesAreACycle(registry);
			assertThat(counts(app)).hasSize(5).containsEntry("request IllegalStateException", 1.0);
		}
	}

	private static void countAnErrorWhoseCausesAreACycle(ObservationRegistry registry) {
		IllegalStateException first = new IllegalStateException("first");
		first.initCause(new IllegalArgumentException("second", first));
		assertTimeoutPreemptively(Duration.ofSeconds(30),
				() -> Observation
					.createNotStarted("request",
							() -> new RequestReplyReceiverContext<String, String>((carrier, key) -> null), registry)
					.start()
					.error(first)
					.stop());
	}

	@Test
	void shouldBoundTheTypes() {
		try (TestApp app = TestApp.plain(App.class)) {
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			for (int i = 0; i < 600; i++) {
				fail("component." + i, registry, new IllegalStateException());
			}
			assertThat(counts(app)).hasSize(501).containsEntry("_other _other", 100.0);
		}
	}

	@Test
	void shouldNotTakeThePlaceOfAnError() {
		try (TestApp app = TestApp.plain(BrokenApp.class)) {
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			assertThatThrownBy(() -> Observation.createNotStarted("outer", registry).observe(() -> {
				throw new IllegalStateException("mine");
			})).hasMessage("mine");
		}
	}

	@Test
	void shouldStayOffWithItsSignal() {
		try (TestApp app = TestApp.plain(App.class, "sightline.metrics.enabled=false")) {
			fail("outer", app.context().getBean(ObservationRegistry.class), new IllegalStateException());
			assertThat(counts(app)).isEmpty();
		}
	}

	private static void fail(String name, ObservationRegistry registry, RuntimeException error) {
		Observation.createNotStarted(name, registry).start().error(error).stop();
	}

	private static Map<String, Double> counts(TestApp app) {
		return app.context()
			.getBean(MeterRegistry.class)
			.find("application.errors")
			.counters()
			.stream()
			.collect(Collectors.toMap(
					(counter) -> counter.getId().getTag("component") + " " + counter.getId().getTag("type"),
					(counter) -> counter.count()));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BrokenApp {

		@Bean
		MeterFilter brokenFilter() {
			return MeterFilter.deny((id) -> {
				if (id.getName().equals("application.errors")) {
					throw new IllegalStateException("filter on purpose");
				}
				return false;
			});
		}

	}

}
