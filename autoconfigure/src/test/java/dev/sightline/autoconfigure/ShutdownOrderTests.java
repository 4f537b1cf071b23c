package dev.sightline.autoconfigure;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * At the end of a process readiness goes down first, then requests are finished, and then
 * telemetry is sent.
 */
@Tag("faults")
class ShutdownOrderTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void shouldGoDownInOrder(String type) throws Exception {
		String[] without = type.equals("reactive") ? new String[] { "spring-boot-tomcat" } : new String[0];
		try (OtlpReceiver receiver = new OtlpReceiver();
				ChildApp app = ChildApp.lean(App.class, without)
					.with("--spring.main.web-application-type=" + type,
							"--sightline.otlp.endpoint=" + receiver.endpoint(), "--sightline.tracing.sampling=1",
							"--management.opentelemetry.tracing.export.schedule-delay=60s")
					.start()) {
			app.awaitUp("/health/ready");
			CompletableFuture<HttpResponse<String>> slow = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/slow")));
			await().until(() -> app.output().contains("Slow request begun"));
			CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(app::stop);
			await().untilAsserted(() -> assertThat(Http.get(app.url("/health/ready")).statusCode()).isEqualTo(503));
			assertThat(Http.get(app.url("/health/ready")).body()).contains("\"failing\":[\"readinessState\"]");
			assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200);
			assertThat(slow).isNotDone();
			assertThat(receiver.spans()).isEmpty();
			Http.get(app.url("/proceed"));
			assertThat(slow.get(30, TimeUnit.SECONDS).body()).isEqualTo("done");
			assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(143);
			assertThat(receiver.spans()).anyMatch((span) -> span.name().equals("http get /slow"));
			assertThat(app.output())
				.containsSubsequence("Commencing graceful shutdown", "Slow request ends", "Graceful shutdown complete")
				.doesNotContain("Health check db changed", "not sent");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		private final CompletableFuture<String> slow = new CompletableFuture<>();

		private final CountDownLatch proceed = new CountDownLatch(1);

		public static void main(String[] args) {
			SpringApplication.run(App.class, args);
		}

		@GetMapping("/slow")
		CompletableFuture<String> slow() {
			logger.info("Slow request begun");
			return this.slow;
		}

		@GetMapping("/proceed")
		String proceed() {
			this.proceed.countDown();
			return "";
		}

		/**
		 * Readiness is down, and the server takes requests as long as this goes on.
		 */
		@EventListener(ContextClosedEvent.class)
		void closing() throws InterruptedException {
			this.proceed.await(60, TimeUnit.SECONDS);
			CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> {
				logger.info("Slow request ends");
				this.slow.complete("done");
			});
		}

	}

}
