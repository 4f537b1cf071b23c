package dev.sightline.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.micrometer.core.instrument.MeterRegistry;

import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

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

	@Test
	void shouldServeAndMeasureInMemoryOnly() {
		String base = "http://127.0.0.1:" + this.port;
		assertThat(Http.get(base + "/api/tickets").statusCode()).isEqualTo(200);
		assertThat(Http.get(base + "/health/ready").statusCode()).isEqualTo(200);
		assertThat(Http.get(base + "/actuator/prometheus").statusCode()).isEqualTo(404);
		assertThat(this.registry.get("http.server.requests").timers()).isNotEmpty();
	}

}
