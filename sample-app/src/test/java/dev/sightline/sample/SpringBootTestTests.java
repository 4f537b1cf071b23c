package dev.sightline.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * In a test of the user's own, Spring Boot switches every export off, and Sightline does
 * not switch it on again.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"sightline.otlp.endpoint=http://127.0.0.1:9/unreachable", "spring.datasource.generate-unique-name=true" })
class SpringBootTestTests {

	@LocalServerPort
	private int port;

	@Autowired
	private MeterRegistry registry;

	@Autowired
	private ObjectProvider<SpanExporter> exporters;

	@Test
	void shouldServeAndMeasureInMemoryOnly() {
		String base = "http://127.0.0.1:" + this.port;
		assertThat(Http.get(base + "/api/tickets").statusCode()).isEqualTo(200);
		assertThat(Http.get(base + "/health/ready").statusCode()).isEqualTo(200);
		assertThat(Http.get(base + "/actuator/prometheus").statusCode()).isEqualTo(404);
		await().untilAsserted(() -> assertThat(this.registry.find("http.server.requests").timers()).isNotEmpty());
		assertThat(this.exporters).isEmpty();
	}

}
