package dev.sightline.autoconfigure.database.redis;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.tracing.LettuceObservationConvention;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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

	@Test
	void shouldMakeAnObservationOnlyIfSomebodyListens() {
		try (TestApp app = start(Counting.class, "sightline.otlp.endpoint=http://127.0.0.1:" + server.port(),
				"sightline.tracing.sampling=0")) {
			AtomicInteger observed = app.context().getBean(CountingHandler.class).commands;
			Http.get(app.url("/read"));
			Http.get(app.url("/react"));
			for (String operation : List.of("SET", "GET", "LPUSH", "LPOP")) {
				await().untilAsserted(() -> assertThat(count(app, operation, "success")).isEqualTo(1));
			}
			assertThat(observed).hasValue(0);
			assertThat(Http.get(app.url("/wrong")).statusCode()).isEqualTo(500);
			assertThat(count(app, "SADD", "error")).isEqualTo(1);
			assertThat(value(app, "db_client_operation_duration_seconds_sum", "SADD", "error")).isPositive();
			assertThat(app.scrape("application_errors_total")).singleElement()
				.asString()
				.contains("component=\"db.client.operation.duration\"", "type=\"RedisCommandExecutionException\"")
				.endsWith(" 1.0");
			assertThat(observed).hasValue(1);
			Http.get(app.url("/read"), "traceparent", "00-77777777777777777777777777777777-6666666666666666-01");
			assertThat(count(app, "SET", "success")).isEqualTo(2);
			assertThat(observed).hasValue(3);
		}
	}

	@Test
	void shouldMakeAnObservationForAHandlerOfTheUserAndBoundNonsense() throws Exception {
		try (TestApp app = start(OwnHandler.class, "sightline.otlp.endpoint=http://127.0.0.1:" + server.port(),
				"sightline.tracing.sampling=0")) {
			Http.get(app.url("/read"));
			assertThat(app.context().getBean(CountingHandler.class).commands).hasValue(2);
			assertThat(count(app, "SET", "success")).isEqualTo(1);
			assertThat(parentByContext(app)).isEqualTo("parent");
			flood(app);
			assertThat(app.scrape("db_client_operation_duration_seconds_count")).hasSize(101);
			assertThat(count(app, "_other", "error")).isEqualTo(10_000 - 98);
		}
	}

	/**
	 * The parent of a command whose thread knows none.
	 */
	private static String parentByContext(TestApp app) {
		Observation parent = Observation.start("parent", app.context().getBean(ObservationRegistry.class));
		Hooks.disableAutomaticContextPropagation();
		try {
			app.context()
				.getBean(ReactiveStringRedisTemplate.class)
				.opsForValue()
				.get("canary-key")
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
				.block();
			return app.context().getBean(CountingHandler.class).parent;
		}
		finally {
			Hooks.enableAutomaticContextPropagation();
			parent.stop();
		}
	}

	private static void flood(TestApp app) throws Exception {
		@SuppressWarnings("unchecked")
		RedisAsyncCommands<byte[], byte[]> commands = (RedisAsyncCommands<byte[], byte[]>) app.context()
			.getBean(LettuceConnectionFactory.class)
			.getConnection()
			.getNativeConnection();
		CompletableFuture<?>[] all = new CompletableFuture<?>[10_000];
		for (int i = 0; i < all.length; i++) {
			all[i] = commands.dispatch(new Keyword("NONSENSE" + i), new ByteArrayOutput<>(ByteArrayCodec.INSTANCE))
				.exceptionally((ex) -> null)
				.toCompletableFuture();
		}
		CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
	}

	private static double count(TestApp app, String operation, String outcome) {
		return value(app, "db_client_operation_duration_seconds_count", operation, outcome);
	}

	private static double value(TestApp app, String name, String operation, String outcome) {
		return app.scrape(name)
			.stream()
			.filter((line) -> line.contains("db_operation_name=\"" + operation + "\"")
					&& line.contains("outcome=\"" + outcome + "\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private static TestApp start(Class<?> source, String... properties) {
		String[] all = Stream
			.concat(Stream.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + server.port(),
					// Its checks are commands too.
					"management.health.redis.enabled=false"), Stream.of(properties))
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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(RedisApp.Tickets.class)
	static class Counting {

		/**
		 * Named as if it were one of Sightline's, which need no observation.
		 */
		@Bean
		CountingHandler sightlineCountingHandler() {
			return new CountingHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler extends Counting {

		@Bean
		ObservationHandler<?> hers() {
			return (ObservationHandler<?>) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { ObservationHandler.class }, (proxy, method, arguments) -> false);
		}

	}

	static class CountingHandler implements ObservationHandler<Observation.Context> {

		private final AtomicInteger commands = new AtomicInteger();

		private volatile String parent;

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof RedisContext;
		}

		@Override
		public void onStart(Observation.Context context) {
			this.commands.incrementAndGet();
			ObservationView above = context.getParentObservation();
			this.parent = (above != null) ? above.getContextView().getName() : "none";
		}

	}

}
