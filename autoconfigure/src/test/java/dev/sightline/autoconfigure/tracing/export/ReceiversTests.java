package dev.sightline.autoconfigure.tracing.export;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;
import dev.sightline.testing.SelfSigned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several receivers, mutual TLS, headers and proxies, on the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReceiversTests {

	private static final String RECEIVERS = "sightline.tracing.receivers.";

	@Test
	void shouldSendToEachReceiverInItsOwnWay(CapturedOutput output) {
		Path store = SelfSigned.store();
		try (OtlpReceiver secure = new OtlpReceiver(SelfSigned.context(store));
				OtlpReceiver second = new OtlpReceiver();
				TestApp app = TestApp.servlet(HelloApp.class,
						secure.settings("spring.ssl.bundle.jks.hers.keystore.location=" + store.toUri(),
								"spring.ssl.bundle.jks.hers.keystore.password=" + SelfSigned.PASSWORD,
								"spring.ssl.bundle.jks.hers.truststore.location=" + store.toUri(),
								"spring.ssl.bundle.jks.hers.truststore.password=" + SelfSigned.PASSWORD,
								"management.opentelemetry.tracing.export.otlp.ssl.bundle=hers",
								"management.opentelemetry.tracing.export.otlp.headers.Authorization=Bearer first",
								RECEIVERS + "second.endpoint=" + second.endpoint() + "/",
								RECEIVERS + "second.headers.X-Key=for-the-second", RECEIVERS + "second.compressed=true",
								RECEIVERS + "stranger.endpoint=" + secure.endpoint(), RECEIVERS + "unused.endpoint=",
								"sightline.shutdown-timeout=100ms"))) {
			assertThat(Http.get(app.url("/hello")).statusCode()).isEqualTo(200);
			for (OtlpReceiver receiver : List.of(secure, second)) {
				await().atMost(Duration.ofSeconds(60)).until(() -> !receiver.spans().isEmpty());
				assertThat(receiver.spans()).extracting(ReceivedSpan::name).contains("http get /hello");
				assertThat(receiver.requests()).containsOnly("/v1/traces");
			}
			assertThat(secure.header("Authorization")).contains("Bearer first");
			assertThat(secure.header("X-Key")).isEmpty();
			assertThat(second.header("X-Key")).contains("for-the-second");
			assertThat(second.header("Content-Encoding")).contains("gzip");
			assertThat(second.header("Authorization")).isEmpty();
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(app.scrape("sightline_export_failed_total{destination=\"stranger\""))
					.anyMatch((line) -> line.contains("reason=\"connection\"") && !line.endsWith(" 0.0")));
			for (String destination : List.of("otlp", "second")) {
				await().untilAsserted(
						() -> assertThat(app.scrape("sightline_export_sent_total{destination=\"" + destination + "\""))
							.singleElement()
							.asString()
							.doesNotEndWith(" 0.0"));
			}
			assertThat(app.scrape("sightline_export_sent_total{destination=\"unused\"")).isEmpty();
		}
		assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("Spans do not reach stranger"))
			.singleElement()
			.asString()
			.contains("See sightline.tracing.receivers.stranger.*");
	}

	@Test
	void shouldSendThroughAProxyThatACustomizerNames() {
		try (OtlpReceiver proxy = new OtlpReceiver();
				TestApp app = TestApp.plain(WithProxy.class, "sightline.otlp.endpoint=http://collector.invalid:4318",
						"sightline.tracing.sampling=1", "management.opentelemetry.tracing.export.schedule-delay=50ms",
						"proxy=" + proxy.endpoint())) {
			Observation.start("work", app.context().getBean(ObservationRegistry.class)).stop();
			await().atMost(Duration.ofSeconds(60)).until(() -> !proxy.spans().isEmpty());
			assertThat(proxy.header("Host")).containsOnly("collector.invalid:4318");
		}
	}

	@Test
	@Tag("faults")
	void shouldSendThroughTheProxyOfTheJvm() {
		try (OtlpReceiver proxy = new OtlpReceiver()) {
			URI uri = URI.create(proxy.endpoint());
			try (ChildApp app = ChildApp.lean(HelloApp.class)
				.jvm("-Dhttp.proxyHost=" + uri.getHost(), "-Dhttp.proxyPort=" + uri.getPort())
				.with("--sightline.otlp.endpoint=http://collector.invalid:4318", "--sightline.tracing.sampling=1")
				.start()
				.awaitUp("/hello")) {
				app.stop();
				assertThat(proxy.spans()).extracting(ReceivedSpan::name).contains("http get /hello");
				assertThat(proxy.header("Host")).contains("collector.invalid:4318");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class WithProxy extends HelloApp {

		@Bean
		OtlpHttpSpanExporterBuilderCustomizer proxied(Environment environment) {
			URI uri = URI.create(environment.getRequiredProperty("proxy"));
			return (builder) -> builder
				.setProxy(ProxyOptions.create(new InetSocketAddress(uri.getHost(), uri.getPort())));
		}

	}

}
