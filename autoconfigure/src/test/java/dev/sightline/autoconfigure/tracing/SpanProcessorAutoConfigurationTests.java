package dev.sightline.autoconfigure.tracing;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SpanProcessorAutoConfiguration} by what arrives.
 */
class SpanProcessorAutoConfigurationTests {

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
	void shouldBackOffWhenUserDefinesProcessor() {
		try (OtlpReceiver receiver = new OtlpReceiver(); TestApp app = start(WithProcessor.class, receiver)) {
			assertThat(app.context().getBeansOfType(BatchSpanProcessor.class)).containsOnlyKeys("hers");
		}
	}

	private static TestApp start(Class<?> source, OtlpReceiver receiver) {
		return TestApp.servlet(source, "sightline.otlp.endpoint=" + receiver.endpoint(), "sightline.tracing.sampling=1",
				"management.opentelemetry.tracing.export.schedule-delay=50ms");
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

	@Configuration(proxyBeanMethods = false)
	static class WithProcessor extends HelloApp {

		@Bean
		BatchSpanProcessor hers() {
			return BatchSpanProcessor.builder(SpanExporter.composite()).build();
		}

	}

}
