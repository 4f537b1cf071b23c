package dev.sightline.autoconfigure.logging;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonLogFormatter}.
 */
class JsonLogFormatterTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "shop")
		.withProperty("management.opentelemetry.resource-attributes.service.version", "1.2.3")
		.withProperty("sightline.tags.team", "support");

	@Test
	void shouldWriteOneFlatObjectALine() {
		LoggingEvent event = event("He said \"no\"\nand left", null);
		event.setMDCPropertyMap(Map.of("traceId", "11", "spanId", "22"));
		String line = new JsonLogFormatter(this.environment).format(event);
		assertThat(line).endsWith("\n");
		assertThat(line.strip()).doesNotContain("\n");
		JsonNode json = JsonMapper.shared().readTree(line);
		assertThat(json.get("message").asString()).isEqualTo("He said \"no\"\nand left");
		assertThat(json.get("level").asString()).isEqualTo("WARN");
		assertThat(json.get("logger_name").asString()).isEqualTo("shop.Till");
		assertThat(json.get("traceId").asString()).isEqualTo("11");
		assertThat(json.get("spanId").asString()).isEqualTo("22");
		assertThat(json.get("service.name").asString()).isEqualTo("shop");
		assertThat(json.get("service.version").asString()).isEqualTo("1.2.3");
		assertThat(json.get("team").asString()).isEqualTo("support");
		assertThat(json.has("CONSOLE_LOG_CHARSET")).isFalse();
	}

	@Test
	void shouldKeepAStackTraceInItsLine() {
		String line = new JsonLogFormatter(this.environment).format(event("failed", new IllegalStateException("why")));
		assertThat(line.strip()).doesNotContain("\n");
		assertThat(JsonMapper.shared().readTree(line).get("stack_trace").asString())
			.contains("IllegalStateException: why", "\tat ");
	}

	@Test
	void shouldNotLookForTheJarsOfAStackTrace() {
		try (ChildApp app = ChildApp.main(FailingApp.class)
			.with("--sightline.logging.format=json", "--spring.main.web-application-type=none")
			.start()) {
			assertThat(app.awaitExit()).isNotZero();
			assertThat(app.output()).contains("on purpose", "\\tat dev.sightline").doesNotContain("[spring-boot-");
		}
	}

	@Test
	void shouldEncodeInTheCharsetThatIsAskedFor() {
		JsonLogFormatter formatter = new JsonLogFormatter(this.environment);
		LoggingEvent event = event("Zürich", null);
		assertThat(new String(formatter.formatAsBytes(event, StandardCharsets.UTF_8), StandardCharsets.UTF_8))
			.contains("Zürich");
		assertThat(new String(formatter.formatAsBytes(event, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
			.contains("Zürich");
	}

	private static LoggingEvent event(String message, Throwable throwable) {
		Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("shop.Till");
		return new LoggingEvent("fqcn", logger, Level.WARN, message, throwable, null);
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingApp {

		public static void main(String[] args) {
			SpringApplication.run(FailingApp.class, args);
		}

		@Bean
		String failing() {
			throw new IllegalStateException("on purpose");
		}

	}

}
