package dev.sightline.autoconfigure.database.redis;

import java.util.stream.Stream;

import io.lettuce.core.tracing.LettuceObservationConvention;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Who observes Redis: the switch and the beans of the user decide.
 */
class RedisObservationAutoConfigurationTests {

	private static Redis server;

	@BeforeAll
	static void start() {
		server = new Redis();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void shouldStayOffWithItsSignal() {
		try (TestApp app = start(Plain.class, "sightline.redis.enabled=false")) {
			template(app).opsForValue().set("key", "value");
			assertThat(app.scrape()).doesNotContain("db_client_operation", "redis_connections", "lettuce");
		}
	}

	@Test
	void shouldGiveWayToTracingOfTheUser() {
		try (TestApp app = start(OwnTracing.class)) {
			template(app).opsForValue().set("key", "value");
			assertThat(app.scrape()).contains("lettuce_seconds_count").doesNotContain("db_client_operation");
		}
	}

	@Test
	void shouldGiveWayToAConventionOfTheUser() {
		try (TestApp app = start(OwnConvention.class)) {
			assertThat(app.context().getBeansOfType(RedisConnections.class)).isEmpty();
			template(app).opsForValue().set("key", "value");
			assertThat(app.scrape()).contains("lettuce_seconds_count").doesNotContain("db_client_operation");
		}
	}

	@Test
	void shouldObserveAgainAfterARestart() {
		try (TestApp app = start(Plain.class)) {
			template(app).opsForValue().set("key", "value");
			app.context().stop();
			app.context().start();
			template(app).opsForValue().set("key", "value");
			assertThat(app.scrape("db_client_operation_duration_seconds_count")).singleElement()
				.asString()
				.contains("db_operation_name=\"SET\"")
				.endsWith(" 2");
			assertThat(app.scrape("redis_connections{")).singleElement().asString().endsWith(" 1.0");
			assertThat(app.scrape("redis_connections_lost_total")).singleElement().asString().endsWith(" 0.0");
		}
	}

	private static TestApp start(Class<?> source, String... properties) {
		String[] all = Stream
			.concat(Stream.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + server.port()),
					Stream.of(properties))
			.toArray(String[]::new);
		return TestApp.servlet(source, all);
	}

	private static StringRedisTemplate template(TestApp app) {
		return app.context().getBean(StringRedisTemplate.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnTracing {

		@Bean
		ClientResourcesBuilderCustomizer tracing(ObservationRegistry registry) {
			return (builder) -> builder.tracing(new MicrometerTracing(registry, "hers"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnConvention {

		@Bean
		LettuceObservationConvention convention() {
			return mock(LettuceObservationConvention.class);
		}

	}

}
