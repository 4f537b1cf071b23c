package dev.sightline.autoconfigure.tracing;

import java.util.List;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;

import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TracingExportAutoConfiguration} and {@link LateSpanExporterFactory}.
 */
class LateSpanExporterFactoryTests {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint=";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TracingExportAutoConfiguration.class));

	@Test
	void shouldBackOffWhenNotProcessedAheadOfTime() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(SpanExporter.class));
	}

	@Test
	void shouldSendToTheEndpointThatIsSet() {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			aheadOfTime().withPropertyValues(ENDPOINT + receiver.endpoint() + "/v1/traces").run((context) -> {
				sendSpan(context.getBean(SpanExporter.class));
				assertThat(receiver.spans()).extracting("name").containsExactly("late");
			});
		}
	}

	@Test
	void shouldDoNothingWithoutEndpoint() {
		aheadOfTime().run((context) -> {
			assertThat(context.getBean(SpanExporter.class)).isNotInstanceOf(OtlpHttpSpanExporter.class);
			sendSpan(context.getBean(SpanExporter.class));
		});
		aheadOfTime().withPropertyValues(ENDPOINT)
			.run((context) -> assertThat(context.getBean(SpanExporter.class))
				.isNotInstanceOf(OtlpHttpSpanExporter.class));
	}

	@Test
	void shouldObeyTheSwitchesOfBoot() {
		for (String key : List.of("management.tracing.export.otlp.enabled", "management.tracing.export.enabled")) {
			aheadOfTime().withPropertyValues(ENDPOINT + "http://127.0.0.1:1/v1/traces", key + "=false")
				.run((context) -> assertThat(context.getBean(SpanExporter.class))
					.isNotInstanceOf(OtlpHttpSpanExporter.class));
		}
	}

	@Test
	void shouldApplyCustomizers() {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			aheadOfTime().withUserConfiguration(Customizing.class)
				.withPropertyValues(ENDPOINT + receiver.endpoint() + "/v1/traces")
				.run((context) -> {
					sendSpan(context.getBean(SpanExporter.class));
					assertThat(receiver.requests()).containsExactly("/elsewhere");
				});
		}
	}

	@Test
	void shouldBackOffWhenUserDefinesAnExporter() {
		aheadOfTime().withUserConfiguration(OwnExporter.class)
			.run((context) -> assertThat(context).hasSingleBean(SpanExporter.class).hasBean("hers"));
	}

	private ApplicationContextRunner aheadOfTime() {
		return this.contextRunner.withSystemProperties(AbstractAotProcessor.AOT_PROCESSING + "=true");
	}

	private static void sendSpan(SpanExporter exporter) {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(exporter))
			.build()) {
			provider.get("test").spanBuilder("late").startSpan().end();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizing {

		@Bean
		OtlpHttpSpanExporterBuilderCustomizer elsewhere(OtlpTracingProperties properties) {
			return (builder) -> builder.setEndpoint(properties.getEndpoint().replace("/v1/traces", "/elsewhere"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExporter {

		@Bean
		OtlpHttpSpanExporter hers() {
			return OtlpHttpSpanExporter.builder().build();
		}

	}

}
