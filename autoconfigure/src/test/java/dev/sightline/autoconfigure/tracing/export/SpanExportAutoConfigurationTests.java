package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.tracing.ThrowingProcessor;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link SpanExportAutoConfiguration} by what arrives.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpanExportAutoConfigurationTests {

	@Test
	void shouldServeFiltersAndPredicatesOfTheUser() {
		try (OtlpReceiver receiver = new OtlpReceiver(); TestApp app = start(WithHooks.class, receiver)) {
			Http.get(app.url("/unwanted"));
			Http.get(app.url("/hello"));
			await().until(() -> !receiver.spans().isEmpty());
			assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("hers");
		}
	}

	@Test
	void shouldBackOffWhenUserDefinesProcessor(CapturedOutput output) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = start(WithProcessor.class, receiver,
						"sightline.tracing.receivers.second.endpoint=" + receiver.endpoint(),
						"sightline.tracing.receivers.blank.endpoint=")) {
			assertThat(app.context().getBeansOfType(BatchSpanProcessor.class)).containsOnlyKeys("hers");
		}
		assertThat(output).containsOnlyOnce("Nothing is sent to sightline.tracing.receivers.second: a SpanProcessors");
	}

	@Test
	void shouldEndInTimeWhenAProcessorOfTheUserHangs(CapturedOutput output) {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			TestApp app = start(WithHanging.class, receiver, "sightline.shutdown-timeout=500ms");
			// Hers hangs for ever, so any bound shows that nobody waits for it.
			assertTimeoutPreemptively(Duration.ofMinutes(1), app::close);
		}
		finally {
			WithHanging.over.countDown();
		}
		assertThat(output).contains("Some spans of your processors were not sent before the end of the application",
				"Its shutdown does not end");
	}

	@Test
	void shouldGoOnWhenAProcessorOfTheUserThrowsAndMakeNoSpansOfSending(CapturedOutput output) {
		Set<Thread> workers;
		try (OtlpReceiver receiver = new OtlpReceiver(); TestApp app = start(WithTrouble.class, receiver)) {
			assertThat(Http.get(app.url("/hello")).statusCode()).isEqualTo(200);
			await().until(() -> receiver.spans().size() == 1 && WithTrouble.sent.get() > 0);
			assertThat(Http.get(app.url("/hello")).statusCode()).isEqualTo(200);
			await().until(() -> receiver.spans().size() == 2);
			await().until(() -> WithTrouble.sent.get() == 2);
			await().untilAsserted(
					() -> assertThat(app.scrape("sightline_export_sent_total{destination=\"otlp\"")).singleElement()
						.asString()
						.endsWith(" 2.0"));
			assertThat(app.scrape("sightline_export_offered_total{destination=\"custom\"")).singleElement()
				.asString()
				.endsWith(" 2.0");
			assertThat(app.context().getBeanFactory().containsSingleton("otelSpanProcessor")).isFalse();
			// One that somebody asks for ends with the application.
			workers = workers();
			app.context().getBean(BatchSpanProcessor.class);
			assertThat(workers()).hasSizeGreaterThan(workers.size());
			Set<Thread> before = workers;
			workers = workers();
			workers.removeAll(before);
		}
		for (Thread worker : workers) {
			await().until(() -> !worker.isAlive());
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("The span processor"))).hasSize(1);
	}

	private static Set<Thread> workers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("BatchSpanProcessor_WorkerThread"))
			.collect(Collectors.toSet());
	}

	private static TestApp start(Class<?> source, OtlpReceiver receiver, String... more) {
		return TestApp.servlet(source, receiver.settings(more));
	}

	@Configuration(proxyBeanMethods = false)
	static class WithHooks extends HelloApp {

		@Bean
		SpanFilter filter() {
			return (span) -> span.setName("hers");
		}

		@Bean
		SpanExportingPredicate predicate() {
			return (span) -> !String.valueOf(span.getTags().get("http.url")).equals("/unwanted");
		}

	}

	/**
	 * Her processor throws, and her exporter sends with a client that is observed.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WithTrouble extends HelloApp {

		static final AtomicInteger sent = new AtomicInteger();

		@Bean
		SpanProcessor throwing() {
			return new ThrowingProcessor();
		}

		@Bean
		SpanExporter observed(ObjectProvider<RestClient.Builder> client) {
			sent.set(0);
			OtlpReceiver elsewhere = new OtlpReceiver();
			return new SpanExporter() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					client.getObject().build().get().uri(elsewhere.endpoint()).retrieve().toBodilessEntity();
					sent.addAndGet(spans.size());
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode flush() {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode shutdown() {
					elsewhere.close();
					return CompletableResultCode.ofSuccess();
				}

			};
		}

	}

	/**
	 * Her processor has no end.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WithHanging extends HelloApp {

		static CountDownLatch over = new CountDownLatch(1);

		@Bean
		SpanProcessor hanging() {
			return new ThrowingProcessor() {

				@Override
				public CompletableResultCode forceFlush() {
					return new CompletableResultCode();
				}

				@Override
				public CompletableResultCode shutdown() {
					try {
						over.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public boolean isStartRequired() {
					return false;
				}

				@Override
				public boolean isEndRequired() {
					return false;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithProcessor extends HelloApp {

		@Bean
		BatchSpanProcessor hers() {
			return BatchSpanProcessor.builder(SpanExporter.composite()).build();
		}

	}

}
