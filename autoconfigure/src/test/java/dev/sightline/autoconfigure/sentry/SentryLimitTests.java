package dev.sightline.autoconfigure.sentry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.SentryReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Too many events, odd ones, and receivers that do not want them.
 */
@ExtendWith(OutputCaptureExtension.class)
class SentryLimitTests {

	private static final Logger logger = LoggerFactory.getLogger(SentryLimitTests.class);

	private final SentryReceiver receiver = new SentryReceiver();

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	@Tag("faults")
	void shouldBoundManyExceptions() {
		try (TestApp app = start(App.class)) {
			for (int i = 0; i < 10_000; i++) {
				logger.error("Number {}", i, new IllegalStateException("Number " + i));
			}
			// All are of one kind, and none is lost without being counted.
			await().untilAsserted(() -> assertThat(count(app, "sent_total", "") + count(app, "dropped_total", "capped")
					+ count(app, "dropped_total", "queue_full"))
				.isEqualTo(10_000));
			assertThat(this.receiver.events()).hasSizeBetween(1, 40);
			assertThat(count(app, "offered_total", "")).isEqualTo(10_000);
			assertThat(count(app, "dropped_total", "capped")).isGreaterThan(9_900);
		}
	}

	@Test
	void shouldSurviveOddExceptionsAndGroupThoseWithoutAStackTraceByTypeAndRoute() {
		try (TestApp app = start(App.class)) {
			for (int i = 0; i < 3; i++) {
				logger.error("Odd", new Bare("Order " + i));
			}
			await().until(() -> this.receiver.events().size() == 3);
			assertThat(this.receiver.events().stream().map((event) -> event.path("fingerprint").toString()).distinct())
				.singleElement()
				.asString()
				.contains("Bare");
			IllegalStateException cycle = new IllegalStateException("Cycle");
			cycle.initCause(new IllegalArgumentException("Back", cycle));
			logger.error("Odd", cycle);
			logger.error("Odd", new IllegalStateException((String) null));
			logger.error("Odd", new IllegalStateException("x".repeat(5_000_000)));
			Sentry.captureException(new Untold());
			Sentry.captureException(new OutOfMemoryError("By hand"));
			await().untilAsserted(() -> assertThat(this.receiver.events()).hasSize(8));
			assertThat(this.receiver.envelopes()).allMatch((envelope) -> envelope.text().length() < 200_000);
		}
	}

	@Test
	void shouldSendNothingOfWhatTheApplicationsCallbackFailsOn() {
		try (TestApp app = start(FailingCallback.class)) {
			logger.error("Odd", new IllegalStateException("Private"));
			Sentry.flush(30_000);
			assertThat(this.receiver.events()).isEmpty();
			assertThat(count(app, "failed_total", "error")).isEqualTo(1);
		}
	}

	@Test
	void shouldSendNoRawTextIfRedactionFails() {
		try (TestApp app = start(FailingRedaction.class)) {
			logger.error("Odd private-message", new IllegalStateException("private-value"));
			await().until(() -> !this.receiver.events().isEmpty());
			JsonNode event = this.receiver.events().get(0);
			assertThat(event.at("/exception/values/0/value").asString()).isEqualTo("[redaction failed]");
			assertThat(this.receiver.envelopes()).noneMatch((envelope) -> envelope.text().contains("private"));
		}
	}

	@Test
	void shouldObeyTheLimitsOfSentry() {
		try (TestApp app = start(App.class)) {
			this.receiver.answer(429, "60:error:key");
			logger.error("First", new IllegalStateException("First"));
			await().untilAsserted(() -> assertThat(count(app, "failed_total", "throttled")).isEqualTo(1));
			logger.error("Second", new IllegalArgumentException("Second"));
			await().untilAsserted(() -> assertThat(count(app, "dropped_total", "rate_limited")).isEqualTo(1));
			assertThat(this.receiver.events()).hasSize(1);
		}
	}

	@Test
	void shouldSayWhyEventsAreLost(CapturedOutput output) {
		try (TestApp app = start(App.class, "sentry.read-timeout-millis=4000")) {
			for (Map.Entry<Integer, String> answer : Map
				.of(400, "rejected", 401, "unauthorized", 503, "unavailable", 504, "timeout")
				.entrySet()) {
				this.receiver.answer(answer.getKey(), null);
				logger.error("Lost {}", answer.getKey(), new IllegalStateException("Lost"));
				await().untilAsserted(() -> assertThat(count(app, "failed_total", answer.getValue())).isEqualTo(1));
			}
			this.receiver.answer(413, null);
			logger.error("Too large", new IllegalStateException("Lost"));
			await().untilAsserted(() -> assertThat(count(app, "failed_total", "rejected")).isEqualTo(2));
			assertThat(output).containsOnlyOnce("Events do not reach sentry: it answered with status ")
				.contains(" were lost until now. See sentry.dsn");
			this.receiver.answer(200, null);
			logger.error("Found", new IllegalStateException("Found"));
			await()
				.untilAsserted(() -> assertThat(output).contains("Events reach sentry again. 5 were lost until now."));
			this.receiver.hang();
			logger.error("Lost", new IllegalStateException("Lost"));
			await().untilAsserted(() -> assertThat(count(app, "failed_total", "timeout")).isEqualTo(2));
			this.receiver.close();
			logger.error("Lost", new IllegalStateException("Lost"));
			await().untilAsserted(() -> assertThat(count(app, "failed_total", "connection")).isEqualTo(1));
			assertThat(output).containsOnlyOnce("Events do not reach sentry");
			assertThat(count(app, "failed_total", "error")).isZero();
		}
	}

	@Test
	void shouldCountWhatBecomesOfAnExceptionThatEndsAThread() throws InterruptedException {
		try (TestApp app = start(App.class)) {
			end("Told");
			await().untilAsserted(() -> assertThat(count(app, "sent_total", "")).isEqualTo(1));
			assertThat(this.receiver.events()).hasSize(1);
			this.receiver.answer(400, null);
			end("Refused");
			await().untilAsserted(() -> assertThat(count(app, "failed_total", "rejected")).isEqualTo(1));
			assertThat(count(app, "sent_total", "")).isEqualTo(1);
		}
	}

	private static void end(String message) throws InterruptedException {
		Thread thread = new Thread(() -> {
			throw new IllegalStateException(message);
		});
		thread.start();
		thread.join();
	}

	@Test
	void shouldNotHoldTheEndOfTheApplicationWhileSentryHangs() {
		this.receiver.hang();
		TestApp app = start(App.class, "sightline.shutdown-timeout=1s");
		logger.error("Lost", new IllegalStateException("Lost"));
		await().until(() -> !this.receiver.envelopes().isEmpty());
		long start = System.nanoTime();
		app.close();
		// Without us it takes 17 s.
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
	}

	private TestApp start(Class<?> source, String... more) {
		List<String> properties = new ArrayList<>(List.of("sentry.dsn=" + this.receiver.dsn(), "server.port=0"));
		properties.addAll(List.of(more));
		return TestApp.plain(source, properties.toArray(String[]::new));
	}

	private static double count(TestApp app, String name, String reason) {
		return app.context()
			.getBean(MeterRegistry.class)
			.find("sightline.export." + name.replace("_total", ""))
			.tag("signal", "sentry")
			.functionCounters()
			.stream()
			.filter((counter) -> reason.isEmpty() || reason.equals(counter.getId().getTag("reason")))
			.mapToDouble(FunctionCounter::count)
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingCallback {

		@Bean
		SentryOptions.BeforeSendCallback callback() {
			return (event, hint) -> {
				throw new IllegalStateException("On purpose");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingRedaction {

		@Bean
		UnaryOperator<String> sightlineRedaction() {
			return (text) -> {
				throw new IllegalStateException("On purpose");
			};
		}

	}

	/**
	 * Can not be told.
	 */
	private static final class Untold extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("On purpose");
		}

	}

	/**
	 * Costs nothing to throw.
	 */
	private static final class Bare extends RuntimeException {

		Bare(String message) {
			super(message, null, false, false);
		}

	}

}
