package dev.sightline.autoconfigure;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.util.ClassUtils;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application starts without any one of the libraries that are integrated.
 */
@Tag("faults")
class OptionalLibraryTests {

	/**
	 * The verifier of the JVM may look for a class that nothing uses.
	 */
	private static final String VERIFY = "-XX:+BytecodeVerificationRemote";

	private static final AutoConfigurations OURS = AutoConfigurations.of(java.util.stream.StreamSupport
		.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
		.filter((name) -> name.startsWith("dev.sightline."))
		.map((name) -> ClassUtils.resolveClassName(name, null))
		.toArray(Class<?>[]::new));

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health",
			"org.springframework.boot.micrometer", "org.springframework.boot.opentelemetry", "io.micrometer",
			"io.prometheus", "io.opentelemetry", "net.logstash", "io.sentry", "org.springframework.web.servlet",
			"org.springframework.web.reactive", "org.springframework.boot.web.servlet",
			"org.springframework.web.socket", "org.springframework.messaging", "org.springframework.http.client",
			"org.springframework.web.multipart", "software.amazon.awssdk", "org.springframework.jdbc", "com.zaxxer",
			"org.springframework.cache", "org.springframework.boot.cache", "com.github.benmanes", "javax.cache",
			"org.springframework.data.redis", "io.lettuce", "org.springframework.data.redis", "io.r2dbc",
			"io.r2dbc.proxy", "org.springframework.ai", "org.springframework.ai.vectorstore",
			"org.springframework.ai.chat.client", "org.springframework.ai.openai", "com.openai", "dev.langchain4j",
			"dev.langchain4j.service", "org.springframework.security" })
	void shouldStartWithout(String hidden) {
		FilteredClassLoader classLoader = new FilteredClassLoader(hidden);
		new WebApplicationContextRunner().withConfiguration(OURS)
			.withClassLoader(classLoader)
			.run((context) -> assertThat(context).hasNotFailed());
		new ReactiveWebApplicationContextRunner().withConfiguration(OURS)
			.withClassLoader(classLoader)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/**
	 * Without one jar, or all whose names begin like that: other formats of Jackson need
	 * its {@code jackson-databind}.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "sentry", "logstash-logback-encoder", "jackson-data", "micrometer-registry-prometheus",
			"opentelemetry-exporter-otlp", "micrometer-tracing-bridge-otel",
			"spring-boot-micrometer-tracing-opentelemetry", "spring-boot-health", "spring-websocket" })
	void shouldRunInAProcessWithout(String jar) {
		try (ChildApp app = ChildApp.main(HelloApp.class, jar, "spring-boot-security", "spring-boot-starter-security")
			.jvm(VERIFY)
			.with("--spring.main.web-application-type=servlet")
			.start()) {
			app.awaitUp("/hello");
			assertThat(app.lines()).isNotEmpty().allMatch((line) -> line.startsWith("{\"") && line.endsWith("}"));
			if (!jar.equals("spring-boot-health")) {
				// Not before the application is ready, which it may be after its first
				// answer.
				app.awaitUp("/health");
			}
			boolean scrape = !jar.equals("micrometer-registry-prometheus");
			assertThat(Http.get(app.url("/actuator/prometheus")).statusCode()).isEqualTo(scrape ? 200 : 404);
		}
	}

	@Test
	void shouldRunInAProcessWithoutAnyOfThem() {
		try (ChildApp app = ChildApp
			.main(HelloApp.class, "spring-boot-security", "spring-boot-starter-security", "sentry", "logstash-logback",
					"micrometer-registry", "micrometer-tracing", "spring-boot-micrometer-tracing",
					"spring-boot-opentelemetry", "opentelemetry", "spring-boot-health", "spring-boot-actuator",
					"spring-boot-starter-actuator", "spring-boot-micrometer-metrics", "prometheus")
			.jvm(VERIFY)
			.with("--spring.main.web-application-type=servlet")
			.start()) {
			app.awaitUp("/hello");
		}
	}

}
