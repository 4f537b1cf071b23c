package dev.sightline.autoconfigure.database.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.output.ByteArrayOutput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.Redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What Lettuce tells when it speaks to a real server.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisCommandTests {

	private static final String TRACE = "77777777777777777777777777777777";

	private static final String CHECKED = "88888888888888888888888888888888";

	private static Redis server;

	private static Redis frail;

	private static OtlpReceiver receiver;

	private static TestApp app;

	private static StringRedisTemplate template;

	@BeforeAll
	static void start() {
		server = new Redis("requirepass canary-password");
		frail = new Redis();
		receiver = new OtlpReceiver();
		app = TestApp.servlet(RedisApp.class,
				receiver.settings("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + server.port(),
						"spring.data.redis.password=canary-password", "spring.cache.type=redis",
						"frail=" + frail.port()));
		template = app.context().getBean(StringRedisTemplate.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
		frail.close();
		server.close();
	}

	@Test
	void shouldCountCommands() throws Exception {
		double hset = count("redisConnectionFactory", "HSET", "success", "none");
		template.opsForHash().put("canary-hash", "canary-field", "canary-value");
		template.opsForHash().put("canary-hash", "other", "canary-value");
		template.opsForHash().get("canary-hash", "other");
		app.context()
			.getBean(ReactiveStringRedisTemplate.class)
			.opsForHash()
			.put("canary-hash", "third", "canary-value")
			.block();
		RedisAsyncCommands<byte[], byte[]> async = async("redisConnectionFactory");
		async.hset(bytes("canary-hash"), bytes("fourth"), bytes("canary-value")).get(60, TimeUnit.SECONDS);
		assertThat(count("redisConnectionFactory", "HSET", "success", "none")).isEqualTo(hset + 4);
		assertThat(count("redisConnectionFactory", "HGET", "success", "none")).isEqualTo(1);
		assertThat(app.scrape("db_client_operation_duration_seconds_bucket"))
			.anyMatch((line) -> line.contains("db_operation_name=\"HSET\"") && line.contains("le=\"0.005\""));
		assertThat(app.scrape()).doesNotContain("lettuce").doesNotContain("canary").doesNotContain("operation=\"HELLO");
	}

	@Test
	void shouldMakeNoSpanOfACheckOfHealth() {
		await()
			.untilAsserted(() -> assertThat(count("redisConnectionFactory", "INFO", "success", "none")).isPositive());
		assertThat(Http.get(app.url("/read"), "traceparent", "00-" + CHECKED + "-6666666666666666-01").statusCode())
			.isEqualTo(200);
		await().until(() -> !spans("SET", CHECKED).isEmpty());
		assertThat(spans("INFO", "")).isEmpty();
	}

	@Test
	void shouldCountTheCommandsOfACache() {
		var cache = app.context().getBean(CacheManager.class).getCache("articles");
		cache.put("canary-article", "canary-value");
		await().untilAsserted(() -> assertThat(cache.get("canary-article", String.class)).isEqualTo("canary-value"));
		assertThat(count("redisConnectionFactory", "SET", "success", "none")).isPositive();
		assertThat(count("redisConnectionFactory", "GET", "success", "none")).isPositive();
	}

	@Test
	void shouldSpanACommandWithinItsRequest(CapturedOutput output) {
		for (String path : List.of("/read", "/react")) {
			assertThat(Http.get(app.url(path), "traceparent", "00-" + TRACE + "-6666666666666666-01").body())
				.isEqualTo("canary-value");
		}
		for (String name : List.of("SET", "GET", "LPUSH", "LPOP")) {
			await().untilAsserted(() -> assertThat(spans(name, TRACE)).as(name).hasSize(1));
			ReceivedSpan span = spans(name, TRACE).get(0);
			assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
			assertThat(span.status()).isNotEqualTo("STATUS_CODE_ERROR");
			assertThat(span.attributes()).containsEntry("db.system.name", "redis")
				.containsEntry("db.operation.name", name)
				.containsEntry("db.namespace", "0")
				.containsEntry("server.address", "127.0.0.1")
				.containsEntry("server.port", Integer.toString(server.port()));
			await().untilAsserted(() -> assertThat(receiver.spans())
				.anySatisfy((parent) -> assertThat(parent.spanId()).isEqualTo(span.parentSpanId())));
		}
		assertNoCanary(output);
	}

	@Test
	void shouldCountErrorsWithoutTheirMessages(CapturedOutput output) {
		template.opsForValue().set("canary-text", "canary-value");
		assertThatThrownBy(() -> template.opsForSet().add("canary-text", "canary-value"))
			.isInstanceOf(RedisSystemException.class);
		assertThatThrownBy(() -> template.execute(RedisScript.of("return redis.error_reply('CANARY ' .. KEYS[1])"),
				List.of("canary-key")))
			.isInstanceOf(RedisSystemException.class);
		assertThatThrownBy(() -> app.context()
			.getBean(ReactiveStringRedisTemplate.class)
			.opsForZSet()
			.add("canary-text", "canary-value", 1)
			.block()).isInstanceOf(RedisSystemException.class);
		for (String operation : List.of("SADD", "ZADD")) {
			assertThat(count("redisConnectionFactory", operation, "error", "RedisCommandExecutionException"))
				.as(operation)
				.isEqualTo(1);
			await().untilAsserted(() -> assertThat(spans(operation, "")).hasSize(1));
			ReceivedSpan span = spans(operation, "").get(0);
			assertThat(span.status()).isEqualTo("STATUS_CODE_ERROR");
			assertThat(span.attributes()).containsEntry("error.type", "WRONGTYPE");
		}
		await().untilAsserted(() -> assertThat(spans("EVAL", "")).hasSize(1));
		assertThat(spans("EVAL", "").get(0).attributes()).containsEntry("error.type", "RedisCommandExecutionException");
		assertNoCanary(output);
	}

	@Test
	void shouldTellATimeout() {
		LettuceConnectionFactory factory = app.context().getBean("frail", LettuceConnectionFactory.class);
		StringRedisTemplate slow = new StringRedisTemplate(factory);
		slow.execute((RedisConnection connection) -> connection.execute("CLIENT", bytes("PAUSE"), bytes("6000")));
		assertThatThrownBy(() -> slow.opsForValue().increment("canary-count"))
			.isInstanceOf(QueryTimeoutException.class);
		assertThatThrownBy(
				() -> new ReactiveStringRedisTemplate(factory).opsForValue().decrement("canary-count").block())
			.isInstanceOf(QueryTimeoutException.class);
		for (String operation : List.of("INCR", "DECR")) {
			await().untilAsserted(
					() -> assertThat(count("frail", operation, "timeout", "RedisCommandTimeoutException")).as(operation)
						.isEqualTo(1));
		}
		await().ignoreExceptions().until(() -> slow.hasKey("canary-count"));
	}

	@Test
	void shouldTellACancelledCommand() {
		RedisClient client = (RedisClient) app.context()
			.getBean("redisConnectionFactory", LettuceConnectionFactory.class)
			.getRequiredNativeClient();
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			connection.async().blpop(30, "nothing-here").cancel(true);
		}
		assertThat(count("redisConnectionFactory", "BLPOP", "cancelled", "CancellationException")).isEqualTo(1);
	}

	@Test
	void shouldTellConnectionFactoriesApart() throws Exception {
		async("archive").dispatch(new Keyword("client list"), new ByteArrayOutput<>(ByteArrayCodec.INSTANCE))
			.exceptionally((ex) -> null)
			.toCompletableFuture()
			.get(60, TimeUnit.SECONDS);
		assertThat(count("archive", "CLIENT", "error", "RedisCommandExecutionException")).isEqualTo(1);
		await().untilAsserted(() -> assertThat(spans("CLIENT", "")).anySatisfy(
				(span) -> assertThat(span.attributes()).containsEntry("db.client.connection.pool.name", "archive")
					.containsEntry("db.namespace", "3")));
	}

	@Test
	void shouldTellThatTheServerIsAwayAndBack() throws Exception {
		assertThat(metric("redis_connections", "frail")).isPositive();
		double lost = metric("redis_connections_lost_total", "frail");
		StringRedisTemplate load = new StringRedisTemplate(
				app.context().getBean("frail", LettuceConnectionFactory.class));
		int asked = 0;
		int failed = 0;
		for (int i = 0; i < 20; i++, asked++) {
			load.opsForValue().get("canary-key");
		}
		frail.stop();
		await().untilAsserted(() -> assertThat(metric("redis_connections", "frail")).isZero());
		for (int i = 0; i < 3; i++, asked++, failed++) {
			assertThatThrownBy(() -> load.opsForValue().get("canary-key")).isInstanceOf(QueryTimeoutException.class);
		}
		assertThat(metric("redis_connections_lost_total", "frail")).isGreaterThan(lost);
		await().untilAsserted(() -> assertThat(metric("redis_reconnects_failed_total", "frail")).isPositive());
		assertThat(count("frail", "GET", "timeout", "RedisCommandTimeoutException")).isEqualTo(failed);
		await().untilAsserted(
				() -> assertThat(spans("GET", "")).filteredOn((span) -> span.status().equals("STATUS_CODE_ERROR"))
					.hasSizeGreaterThanOrEqualTo(3));
		frail.start();
		await().untilAsserted(() -> assertThat(metric("redis_connections", "frail")).isPositive());
		load.opsForValue().get("canary-key");
		asked++;
		assertThat(count("frail", "GET", "success", "none")).isEqualTo(asked - failed);
		assertThat(metric("redis_connections", "redisConnectionFactory")).isPositive();
		assertThat(metric("redis_connections_lost_total", "redisConnectionFactory")).isZero();
		assertThat(metric("redis_reconnects_failed_total", "redisConnectionFactory")).isZero();
	}

	private static void assertNoCanary(CapturedOutput output) {
		assertThat(app.scrape().toLowerCase()).doesNotContain("canary");
		assertThat(receiver.text()).isNotEmpty().doesNotContainIgnoringCase("canary");
		assertThat(output.getAll()).doesNotContainIgnoringCase("canary");
	}

	private static RedisAsyncCommands<byte[], byte[]> async(String pool) {
		@SuppressWarnings("unchecked")
		RedisAsyncCommands<byte[], byte[]> commands = (RedisAsyncCommands<byte[], byte[]>) app.context()
			.getBean(pool, LettuceConnectionFactory.class)
			.getConnection()
			.getNativeConnection();
		return commands;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static List<ReceivedSpan> spans(String name, String trace) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.name().equals(name) && span.traceId().startsWith(trace))
			.toList();
	}

	private static double count(String pool, String operation, String outcome, String error) {
		return value(("db_client_operation_duration_seconds_count{db_client_connection_pool_name=\"%s\","
				+ "db_collection_name=\"none\",db_operation_name=\"%s\",db_system_name=\"redis\",error=\"%s\","
				+ "outcome=\"%s\"}")
			.formatted(pool, operation, error, outcome));
	}

	private static double metric(String name, String pool) {
		return value("%s{db_client_connection_pool_name=\"%s\"}".formatted(name, pool));
	}

	private static double value(String series) {
		return app.scrape(series)
			.stream()
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

}
