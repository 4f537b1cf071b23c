package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;
import dev.sightline.autoconfigure.redaction.Redactor;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SpanQueues} with a real exporter and a real receiver.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpanQueueTests {

	private final OtlpReceiver receiver = new OtlpReceiver();

	private SdkTracerProvider provider;

	private SpanQueues queues;

	@AfterEach
	void close() {
		this.provider.close();
		this.receiver.close();
	}

	@ParameterizedTest
	@CsvSource({ "401, unauthorized, headers", "400, rejected, endpoint", "413, rejected, endpoint",
			"429, throttled, sightline.tracing.sampling", "503, unavailable, endpoint", "1, connection, endpoint",
			"0, timeout, timeout" })
	void shouldCountWhatFailsByReasonAndSayItOnce(int status, String reason, String property, CapturedOutput output)
			throws Exception {
		this.receiver.with(Fault.status(status));
		start(2048, Duration.ofSeconds(20), otlp());
		spans(600);
		this.queues.flush(Duration.ofSeconds((status == 0) ? 1 : 20));
		ExportCounts counts = this.queues.counts().get(0);
		LossReason expected = LossReason.valueOf(reason.toUpperCase(java.util.Locale.ROOT));
		await().untilAsserted(() -> assertThat(counts.lost(expected)).isGreaterThanOrEqualTo(512));
		assertThat(counts.failed() + counts.dropped()).isEqualTo(600);
		assertThat(counts.queued()).isZero();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Spans do not reach otlp"))).hasSize(1)
			.allMatch((line) -> line.contains("See ") && line.contains(property));
		assertThat(output.getAll().lines().filter((line) -> line.contains("\tat "))).isEmpty();
	}

	@Test
	void shouldWaitAsLongAsTheReceiverAsksFor() throws Exception {
		this.receiver.with(new Fault(429, "3600", 0));
		start(2048, Duration.ofMillis(10), otlp());
		spans(10);
		await().until(() -> this.receiver.requests().size() == 1);
		spans(600);
		assertThat(this.queues.counts().get(0).queued()).isEqualTo(610);
		this.receiver.with(Fault.NONE);
		assertThat(this.queues.flush(Duration.ofSeconds(20))).isZero();
		assertThat(this.receiver.spans()).hasSize(610);
		assertThat(this.receiver.requests()).hasSizeLessThanOrEqualTo(4);
	}

	@Test
	void shouldTryAgainWhenTheReceiverIsBack(CapturedOutput output) {
		this.receiver.with(Fault.status(503));
		start(2048, Duration.ofMillis(10), otlp());
		spans(10);
		await().until(() -> !this.receiver.requests().isEmpty());
		this.receiver.with(Fault.NONE);
		await().untilAsserted(() -> assertThat(this.queues.counts().get(0).sent()).isEqualTo(10));
		assertThat(this.receiver.spans()).hasSize(10);
		await().untilAsserted(() -> assertThat(output).contains("Spans reach otlp again. 0 were lost until now."));
	}

	@Test
	void shouldCountWhatTheReceiverDidNotWant(CapturedOutput output) throws Exception {
		this.receiver.with(new Fault(200, "", 3));
		start(2048, Duration.ofSeconds(20), otlp());
		spans(10);
		assertThat(this.queues.flush(Duration.ofSeconds(20))).isEqualTo(3);
		ExportCounts counts = this.queues.counts().get(0);
		assertThat(counts.sent()).isEqualTo(7);
		assertThat(counts.lost(LossReason.REJECTED)).isEqualTo(3);
		assertThat(output).contains("it rejected 3 of them: too old");
		this.receiver.with(new Fault(200, "", 1000));
		spans(10);
		assertThat(this.queues.flush(Duration.ofSeconds(20))).isEqualTo(10);
		assertThat(counts.sent()).as("no receiver can take back what it took").isEqualTo(7);
	}

	@Test
	void shouldCountWhatOneEndpointLosesWhileAnotherIsWaitedFor() throws Exception {
		this.receiver.with(Fault.status(400));
		CountDownLatch end = new CountDownLatch(1);
		start(2048, Duration.ofSeconds(20), new Hanging(end), otlp());
		spans(10);
		assertThat(this.queues.flush(Duration.ofSeconds(2))).isEqualTo(20);
		end.countDown();
	}

	@Test
	void shouldLetNoEndpointWaitForAnother() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		start(2048, Duration.ofMillis(10), new Hanging(end), otlp());
		spans(100);
		await().until(() -> this.queues.counts().get(1).sent() == 100);
		assertThat(this.receiver.spans()).hasSize(100);
		long start = System.nanoTime();
		assertThat(this.queues.flush(Duration.ofMillis(500))).isEqualTo(100);
		this.provider.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
		end.countDown();
	}

	@Test
	void shouldCountEveryOneOfAHundredThousandSpans() throws Exception {
		start(2048, Duration.ofMillis(10), otlp());
		List<Thread> threads = java.util.stream.IntStream.range(0, 10)
			.mapToObj((index) -> new Thread(() -> spans(10_000)))
			.toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		this.queues.flush(Duration.ofSeconds(20));
		ExportCounts counts = this.queues.counts().get(0);
		assertThat(counts.offered()).isEqualTo(100_000);
		assertThat(counts.queued()).isZero();
		assertThat(counts.sent()).isEqualTo(this.receiver.spans().size()).isPositive();
		assertThat(counts.sent() + counts.lost(LossReason.QUEUE_FULL)).isEqualTo(100_000);
	}

	@Test
	void shouldSendNoSecret() throws Exception {
		start(2048, Duration.ofSeconds(20), otlp());
		Span span = tracer().spanBuilder("GET /?token=canary-name").startSpan();
		span.setAttribute("url", "http://host/?access_token=canary-url");
		span.setAttribute(AttributeKey.longKey("password"), 4711_4711L);
		span.setAttribute(AttributeKey.stringArrayKey("list"), List.of("fine", "password=canary-list"));
		span.setAttribute("plain", "this stays");
		span.addEvent("password=canary-event");
		span.recordException(new IllegalStateException("password=canary-message"));
		span.setStatus(StatusCode.ERROR, "password=canary-status");
		span.end();
		assertThat(this.queues.flush(Duration.ofSeconds(20))).isZero();
		assertThat(this.receiver.text()).doesNotContain("canary")
			.doesNotContain("47114711")
			.contains("this stays", "fine", Redactor.REDACTED, "java.lang.IllegalStateException");
	}

	@Test
	void shouldEndInTimeWhenNobodyFlushedBefore() {
		start(2048, Duration.ofSeconds(20), otlp());
		spans(10);
		this.provider.close();
		assertThat(this.receiver.spans()).hasSize(10);
	}

	private SpanExporter otlp() {
		return OtlpHttpSpanExporter.builder()
			.setEndpoint(this.receiver.endpoint() + "/v1/traces")
			.setRetryPolicy(null)
			.setComponentLoader(new SenderLoader(getClass().getClassLoader()))
			.build();
	}

	private void start(int capacity, Duration delay, SpanExporter... exporters) {
		this.queues = new SpanQueueFactory(List.of(), List.of(), List.of(), Redactor.of(new MockEnvironment()),
				new SpanQueueSettings(capacity, 512, delay, Duration.ofSeconds(30), false, Duration.ofSeconds(20)))
			.create(List.of(exporters), Map.of());
		var builder = SdkTracerProvider.builder();
		this.queues.processors().forEach(builder::addSpanProcessor);
		this.provider = builder.build();
	}

	private Tracer tracer() {
		return this.provider.get("test");
	}

	private void spans(int count) {
		for (int i = 0; i < count; i++) {
			tracer().spanBuilder("span").startSpan().end();
		}
	}

	/**
	 * Blocks the thread that asks it to send.
	 */
	private record Hanging(CountDownLatch end) implements SpanExporter {

		@Override
		public CompletableResultCode export(java.util.Collection<SpanData> spans) {
			try {
				this.end.await(60, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
