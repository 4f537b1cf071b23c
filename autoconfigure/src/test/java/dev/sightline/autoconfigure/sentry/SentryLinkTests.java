package dev.sightline.autoconfigure.sentry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.sql.DataSource;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.r2dbc.spi.ConnectionFactory;
import io.sentry.Sentry;
import io.sentry.protocol.Feedback;
import io.sentry.protocol.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.server.ResponseStatusException;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallRefusedException;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.Redis;
import dev.sightline.testing.SentryReceiver;
import dev.sightline.testing.SentryReceiver.Envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What arrives of requests that fail, and of those that do not, on either stack.
 */
@ParameterizedClass
@ValueSource(booleans = { true, false })
@ExtendWith(OutputCaptureExtension.class)
class SentryLinkTests {

	private static SentryReceiver receiver;

	private static OtlpReceiver spans;

	private static Redis redis;

	private static TestApp app;

	/**
	 * Has nothing.
	 */
	private static HttpServer elsewhere;

	@Parameter
	boolean reactive;

	@BeforeParameterizedClassInvocation
	static void start(boolean reactive) throws IOException {
		elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		elsewhere.start();
		App.printerUp = true;
		redis = new Redis();
		receiver = new SentryReceiver();
		spans = new OtlpReceiver();
		String[] properties = { "sightline.sentry.dsn=" + receiver.dsn(), "sentry.logs.enabled=true",
				"sightline.otlp.endpoint=" + spans.endpoint(), "sightline.tracing.sampling=1",
				"management.opentelemetry.tracing.export.schedule-delay=100ms", "spring.application.name=shop",
				"sightline.version=1.2.3", "sightline.environment=staging", "sightline.logging.format=json",
				"sightline.sentry.event-id-in-answer=true", "sightline.sentry.max-events-per-second=100",
				"sightline.sentry.max-events-per-kind=1000",
				"sightline.sentry.expected=" + OddException.class.getName(), "sightline.logging.context.session=true",
				"sightline.health.interval=300ms", "sightline.llm.enabled=true",
				"spring.r2dbc.url=r2dbc:h2:mem:///sentry-reactive", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + redis.port() };
		app = reactive ? TestApp.reactive(App.class, properties) : TestApp.servlet(App.class, properties);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		app.close();
		receiver.close();
		spans.close();
		redis.close();
		elsewhere.stop(0);
	}

	@Test
	void shouldLinkTheEventOfARequestThatFails(CapturedOutput output) {
		String trace = trace('1');
		var answer = get("/orders/7/fail", trace);
		JsonNode event = event(trace);
		assertThat(answer.headers().firstValue("X-Trace-Id")).hasValue(trace);
		assertThat(answer.headers().firstValue("X-Sentry-Event-Id")).hasValue(event.path("event_id").asString());
		await().until(() -> spans.spans().stream().anyMatch((span) -> span.traceId().equals(trace)));
		var span = spans.spans().stream().filter((one) -> one.traceId().equals(trace)).findFirst().orElseThrow();
		assertThat(event.at("/contexts/trace/span_id").asString()).isEqualTo(span.spanId());
		assertThat(span.attributes()).containsEntry("sentry_event_id", event.path("event_id").asString());
		assertThat(event.path("transaction").asString()).isEqualTo("GET /orders/{id}/fail");
		assertThat(event.path("release").asString()).isEqualTo("shop@1.2.3");
		assertThat(event.path("environment").asString()).isEqualTo("staging");
		assertThat(event.at("/tags/correlation_id").asString())
			.isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
		assertThat(event.at("/request/method").asString()).isEqualTo("GET");
		assertThat(frames(event)).anySatisfy((frame) -> {
			assertThat(frame.path("module").asString()).startsWith(App.class.getName());
			assertThat(frame.path("in_app").asBoolean()).isTrue();
		});
		JsonNode header = envelopes(trace).findFirst().orElseThrow().header();
		assertThat(header.at("/trace/trace_id").asString()).isEqualTo(trace);
		assertThat(header.at("/trace/release").asString()).isEqualTo("shop@1.2.3");
		assertThat(breadcrumbs(event)).contains("Looking at order 7");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Looking at order 7"))).last()
			.asString()
			.contains(trace);
	}

	@Test
	void shouldLinkSentrysLogs() {
		String trace = trace('2');
		get("/orders/7/fail", trace);
		await().untilAsserted(() -> assertThat(receiver.items("log")
			.stream()
			.flatMap((batch) -> batch.path("items").valueStream())
			.filter((line) -> line.path("trace_id").asString().equals(trace))
			.map((line) -> line.path("body").asString())).contains("Looking at order 7"));
	}

	@Test
	void shouldSendOneEventOfAnExceptionThatIsLoggedToo() {
		String trace = trace('3');
		get("/orders/7/fail?log=true", trace);
		settle();
		assertThat(events(trace)).hasSize(1);
	}

	@Test
	void shouldSendNothingOfWhatIsExpected() {
		int before = receiver.events().size();
		assertThat(get("/nowhere", trace('4')).statusCode()).isEqualTo(404);
		assertThat(get("/orders/7/gone", trace('4')).statusCode()).isEqualTo(410);
		assertThat(get("/orders/7/fail?log=odd", trace('4')).statusCode()).isEqualTo(400);
		assertThat(get("/orders/7/odd", trace('4')).statusCode()).isEqualTo(500);
		settle();
		assertThat(events(trace('4'))).isEmpty();
		assertThat(receiver.events()).hasSize(before);
	}

	@Test
	void shouldForgetWhatARequestToldItsScope() {
		get("/orders/7/by-hand", trace('5'));
		JsonNode byHand = event(trace('5'));
		assertThat(byHand.at("/tags/order").asString()).isEqualTo("7");
		assertThat(byHand.at("/user/id").asString()).isEqualTo("42");
		assertThat(byHand.at("/user/email").isMissingNode()).isTrue();
		assertThat(breadcrumbs(byHand)).contains("By hand");
		// More requests than there are threads.
		for (int i = 0; i < 12; i++) {
			get("/orders/7/fail", trace('6'));
		}
		await().until(() -> events(trace('6')).size() == 12);
		assertThat(events(trace('6'))).allSatisfy((event) -> {
			assertThat(event.at("/tags/order").isMissingNode()).isTrue();
			assertThat(event.at("/user/id").isMissingNode()).isTrue();
			assertThat(breadcrumbs(event)).doesNotContain("By hand");
		});
	}

	@Test
	void shouldTellOfCallsBeforeTheFailure() {
		get("/orders/7/call", trace('7'));
		JsonNode event = event(trace('7'));
		JsonNode call = breadcrumb(event, "http.client.requests");
		assertThat(call.path("type").asString()).isEqualTo("http");
		assertThat(call.at("/data/status").asString()).isEqualTo("404");
		assertThat(call.toString()).doesNotContain("hunter2");
	}

	@Test
	void shouldTellOfWhatHasNoObservation() {
		// Its trace is not sampled.
		send("/orders/7/query", "00-" + trace('9') + "-00000000000000ff-00");
		JsonNode event = event(trace('9'));
		JsonNode statement = breadcrumb(event, "db.client.operation.duration");
		assertThat(statement.path("type").asString()).isEqualTo("query");
		assertThat(statement.path("message").asString()).isEqualTo("SELECT");
		assertThat(statement.at("/data/db.query.text").asString()).isEqualTo("SELECT ? + ?");
		assertThat(breadcrumbs(event)).contains("Miss in cache books", "Miss in cache shelves");
		assertThat(event.path("breadcrumbs").valueStream())
			.filteredOn((one) -> !one.path("category").asString().equals("health"))
			.isNotEmpty()
			.allSatisfy((one) -> assertThat(one.at("/data/trace_id").asString()).isEqualTo(trace('9')));
		assertThat(event.toString()).doesNotContain("4711", "no-such-book");
	}

	@Test
	void shouldTellOfOtherStores() {
		send("/orders/7/store", "00-" + "ef".repeat(16) + "-00000000000000ff-00");
		JsonNode event = event("ef".repeat(16));
		assertThat(breadcrumbs(event)).containsSubsequence("GET", "Miss in cache drawers", "SELECT", "LLEN");
		assertThat(event.path("breadcrumbs").valueStream())
			.filteredOn((one) -> one.at("/data/db.system.name").asString().equals("redis"))
			.hasSize(2)
			.allSatisfy((one) -> {
				assertThat(one.path("category").asString()).isEqualTo("db.client.operation.duration");
				assertThat(one.path("type").asString()).isEqualTo("query");
				assertThat(one.at("/data/trace_id").asString()).isEqualTo("ef".repeat(16));
			});
		assertThat(event.path("breadcrumbs").valueStream())
			.filteredOn((one) -> one.at("/data/db.system.name").asString().equals("h2database"))
			.singleElement()
			.satisfies((one) -> assertThat(one.at("/data/db.query.text").asString()).isEqualTo("SELECT ? + ?"));
		assertThat(event.toString()).doesNotContain("4711", "no-such-key");
	}

	@Test
	void shouldPutTheIdsOfItsSpanOnABreadcrumb() {
		String trace = "a".repeat(32);
		get("/orders/7/call", trace);
		JsonNode event = event(trace);
		JsonNode call = breadcrumb(event, "http.client.requests");
		await().until(() -> spans.spans()
			.stream()
			.anyMatch((span) -> span.kind().equals("SPAN_KIND_CLIENT")
					&& span.spanId().equals(call.at("/data/span_id").asString())));
		assertThat(call.at("/data/trace_id").asString()).isEqualTo(trace);
		assertThat(call.at("/data/span_id").asString()).isNotEqualTo(event.at("/contexts/trace/span_id").asString());
	}

	@Test
	void shouldPutTheIdIntoTheLineThatBecomesTheEvent(CapturedOutput output) {
		String trace = "b".repeat(32);
		get("/orders/7/log", trace);
		await().until(() -> events(trace).size() == 2);
		List<JsonNode> events = events(trace);
		for (int i = 0; i < 2; i++) {
			String message = "Order 7 is lost, " + (i + 1);
			JsonNode event = events.stream()
				.filter((one) -> one.at("/message/formatted").asString().equals(message))
				.findFirst()
				.orElseThrow();
			assertThat(output.getOut().lines().filter((line) -> line.contains(message) && line.contains(trace)))
				.singleElement()
				.asString()
				.contains("\"sentry_event_id\":\"" + event.path("event_id").asString() + "\"")
				.doesNotContain("sentry_event_id_");
		}
	}

	@Test
	void shouldTellWhoAndWhereByTags() {
		String trace = "c".repeat(32);
		String session = this.reactive ? "SESSION=raw-session-id"
				: get("/login", trace).headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
		get("/orders/7/tags", trace, "Cookie", session);
		JsonNode event = event(trace);
		assertThat(event.at("/tags/session_id").asString()).matches("hashed:[0-9a-f]{16}");
		assertThat(event.at("/user/id").asString()).isEqualTo("user-17");
		assertThat(event.at("/tags/component").asString()).isEqualTo("http.server.requests");
		assertThat(event.at("/tags/shop.plan").asString()).isEqualTo("gold");
		assertThat(event.path("tags").has("method")).isFalse();
		settle();
		assertThat(receiver.envelopes()).noneMatch((envelope) -> envelope.text().contains(session.split("=")[1]));
	}

	@Test
	void shouldTellOfACallOfAModelThatFailed() {
		String trace = "d".repeat(32);
		get("/orders/7/model", trace);
		JsonNode model = event(trace).at("/contexts/gen_ai");
		assertThat(model.path("gen_ai.provider.name").asString()).isEqualTo("openai");
		assertThat(model.path("gen_ai.request.model").asString()).isEqualTo("gpt-4o");
		assertThat(model.path("gen_ai.usage.input_tokens").asString()).isEqualTo("1000");
		assertThat(model.path("gen_ai.usage.cost.amount").asString()).startsWith("0.0026");
		assertThat(event(trace).toString()).doesNotContain("Dear model");
	}

	@Test
	void shouldTellOfACallOfAModelThatWasRefused() {
		String trace = "e".repeat(32);
		get("/orders/7/refused", trace);
		JsonNode event = event(trace);
		assertThat(value(event)).isEqualTo("The budget is spent");
		assertThat(event.at("/contexts/gen_ai/gen_ai.provider.name").asString()).isEqualTo("openai");
		assertThat(event.at("/contexts/gen_ai/gen_ai.request.model").asString()).isEqualTo("gpt-4o-mini");
	}

	@Test
	void shouldTellOfChangesOfHealth() {
		App.printerUp = false;
		String trace = "f".repeat(32);
		SentryReports reports = app.context().getBean(SentryReports.class);
		await().until(() -> reports.changes()
			.stream()
			.anyMatch((change) -> change.what().toString().matches(".*printer.*DOWN.*")));
		get("/orders/7/fail", trace);
		JsonNode change = breadcrumb(event(trace), "health");
		assertThat(change.path("message").asString()).isEqualTo("Health check printer is DOWN");
		assertThat(change.path("level").asString()).isEqualTo("warning");
	}

	@Test
	void shouldLinkTheEventOfAnAsynchronousMethod() {
		String trace = "ab".repeat(16);
		get("/orders/7/async", trace);
		assertThat(value(event(trace))).isEqualTo("Asynchronous");
		assertThat(event(trace).at("/contexts/trace/trace_id").asString()).isEqualTo(trace);
	}

	@Test
	void shouldLinkTheEventOfAnAnswerThatFailsLater() {
		String trace = "cd".repeat(16);
		assertThat(get("/orders/7/later", trace).statusCode()).isEqualTo(500);
		JsonNode event = event(trace);
		assertThat(value(event)).isEqualTo("Later");
		assertThat(event.path("transaction").asString()).isEqualTo("GET /orders/{id}/later");
		settle();
		assertThat(events(trace)).hasSize(1);
	}

	@Test
	void shouldLinkTheEventOfATaskOnASchedule() {
		await().until(() -> receiver.events().stream().anyMatch((event) -> value(event).equals("Nightly")));
		JsonNode event = receiver.events()
			.stream()
			.filter((one) -> value(one).equals("Nightly"))
			.findFirst()
			.orElseThrow();
		String trace = event.at("/contexts/trace/trace_id").asString();
		await().until(() -> spans.spans().stream().anyMatch((span) -> span.traceId().equals(trace)));
	}

	@Test
	void shouldSendNoSecret() {
		get("/orders/7/secret?password=hunter2-query", trace('8'), "Authorization", "Bearer hunter2-header", "Cookie",
				"JSESSIONID=hunter2-cookie");
		JsonNode event = event(trace('8'));
		assertThat(value(event)).isEqualTo("No order with token=[redacted]");
		settle();
		assertThat(receiver.items("feedback")).isNotEmpty();
		assertThat(receiver.envelopes()).noneMatch((envelope) -> envelope.text().contains("hunter2"));
	}

	/**
	 * Wait until all that was on its way is there.
	 */
	private static void settle() {
		Sentry.flush(30_000);
	}

	private static String trace(char digit) {
		return String.valueOf(digit).repeat(32);
	}

	private static HttpResponse<String> get(String path, String trace, String... headers) {
		return send(path, "00-" + trace + "-00000000000000ff-01", headers);
	}

	private static HttpResponse<String> send(String path, String parent, String... headers) {
		List<String> all = new ArrayList<>(List.of("traceparent", parent));
		all.addAll(List.of(headers));
		return Http.get(app.url(path), all.toArray(String[]::new));
	}

	private static JsonNode event(String trace) {
		await().until(() -> !events(trace).isEmpty());
		return events(trace).get(0);
	}

	private static List<JsonNode> events(String trace) {
		return envelopes(trace).flatMap((envelope) -> envelope.items("event").stream()).toList();
	}

	private static Stream<Envelope> envelopes(String trace) {
		return receiver.envelopes()
			.stream()
			.filter((envelope) -> envelope.items("event")
				.stream()
				.anyMatch((event) -> event.at("/contexts/trace/trace_id").asString().equals(trace)));
	}

	private static String value(JsonNode event) {
		JsonNode values = event.at("/exception/values");
		return values.isEmpty() ? "" : values.get(values.size() - 1).path("value").asString();
	}

	private static List<JsonNode> frames(JsonNode event) {
		return event.at("/exception/values")
			.valueStream()
			.flatMap((value) -> value.at("/stacktrace/frames").valueStream())
			.toList();
	}

	private static JsonNode breadcrumb(JsonNode event, String category) {
		return event.path("breadcrumbs")
			.valueStream()
			.filter((breadcrumb) -> breadcrumb.path("category").asString().equals(category))
			.reduce((first, second) -> second)
			.orElseGet(() -> event.path("none"));
	}

	private static List<String> breadcrumbs(JsonNode event) {
		return event.path("breadcrumbs").valueStream().map((one) -> one.path("message").asString()).toList();
	}

	static class OddException extends RuntimeException {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	@EnableAsync
	@Import(AsyncPart.class)
	@RestController
	static class App {

		static volatile boolean printerUp = true;

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		@GetMapping("/orders/{id}/fail")
		String fail(@PathVariable String id, @RequestParam(defaultValue = "false") boolean log) {
			logger.info("Looking at order {}", id);
			IllegalStateException failure = new IllegalStateException("No order");
			if (log) {
				logger.error("Order {} is not there", id, failure);
			}
			throw new IllegalArgumentException("Of no use", failure);
		}

		@GetMapping("/orders/{id}/gone")
		String gone() {
			throw new ResponseStatusException(HttpStatus.GONE);
		}

		@GetMapping("/orders/{id}/odd")
		String odd() {
			throw new OddException();
		}

		@GetMapping("/orders/{id}/by-hand")
		String byHand(@PathVariable String id) {
			User user = new User();
			user.setId("42");
			user.setEmail("ada@example.org");
			Sentry.setUser(user);
			Sentry.setTag("order", id);
			Sentry.addBreadcrumb("By hand");
			Sentry.captureException(new ResponseStatusException(HttpStatus.GONE));
			return id;
		}

		@GetMapping("/orders/{id}/call")
		String call() {
			RestClient client = app.context().getBean(RestClient.Builder.class).build();
			// Not its own server, whose event loop waits for this call.
			client.get()
				.uri("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/nowhere?password=hunter2")
				.exchange((request, response) -> "");
			throw new IllegalStateException("After the call");
		}

		@GetMapping("/orders/{id}/secret")
		String secret() {
			logger.info("Signing in with password=hunter2-line");
			Sentry.setTag("tag", "secret: hunter2-tag");
			Sentry.feedback().capture(new Feedback("My password=hunter2-feedback does not work"));
			Sentry.setExtra("api-key", "hunter2-extra");
			Sentry.configureScope((scope) -> scope.setContexts("login",
					Map.of("password", Map.of("old", "hunter2-context"), "count", 7)));
			throw new IllegalStateException("No order with token=hunter2-message");
		}

		@Bean
		static HealthIndicator printer() {
			return () -> (printerUp ? Health.up() : Health.down()).build();
		}

		@Bean
		static ConcurrentMapCacheManager bookCacheManager() {
			return new ConcurrentMapCacheManager("books");
		}

		@Bean
		static CaffeineCacheManager shelfCacheManager() {
			return new CaffeineCacheManager("shelves");
		}

		@GetMapping("/orders/{id}/query")
		String query() {
			app.context().getBean(JdbcTemplate.class).queryForObject("SELECT 4711 + 1", Integer.class);
			app.context().getBean(ConcurrentMapCacheManager.class).getCache("books").get("no-such-book");
			app.context().getBean(CaffeineCacheManager.class).getCache("shelves").get("no-such-book");
			throw new IllegalStateException("After the query");
		}

		/**
		 * With a pool for R2DBC Spring Boot makes none for JDBC.
		 */
		@Bean
		static DataSource dataSource() {
			return DataSourceBuilder.create().url("jdbc:h2:mem:sentry").build();
		}

		@Bean
		static JCacheCacheManager drawerCacheManager() {
			var caches = Caching.getCachingProvider().getCacheManager(URI.create("sentry"), App.class.getClassLoader());
			if (caches.getCache("drawers") == null) {
				caches.createCache("drawers", new MutableConfiguration<>());
			}
			return new JCacheCacheManager(caches);
		}

		@GetMapping("/orders/{id}/store")
		Mono<String> store() {
			app.context().getBean(StringRedisTemplate.class).opsForValue().get("no-such-key");
			app.context().getBean(JCacheCacheManager.class).getCache("drawers").get("no-such-key");
			return DatabaseClient.create(app.context().getBean(ConnectionFactory.class))
				.sql("SELECT 4711 + 2")
				.fetch()
				.one()
				.then(app.context().getBean(ReactiveStringRedisTemplate.class).opsForList().size("no-such-key"))
				.map((size) -> {
					throw new IllegalStateException("After the stores");
				});
		}

		@GetMapping("/orders/{id}/log")
		String log(@PathVariable String id) {
			logger.error("Order {} is lost, 1", id);
			logger.error("Order {} is lost, 2", id);
			return id;
		}

		@GetMapping("/login")
		String login() {
			RequestContextHolder.currentRequestAttributes()
				.setAttribute("any", "thing", RequestAttributes.SCOPE_SESSION);
			return "welcome";
		}

		@GetMapping("/orders/{id}/tags")
		String tags(@PathVariable String id) {
			observations().getCurrentObservation().lowCardinalityKeyValue("shop.plan", "gold");
			MDC.put("user_id", "user-17");
			logger.error("Who is it?");
			MDC.remove("user_id");
			return id;
		}

		@GetMapping("/orders/{id}/model")
		String model() {
			return call("gpt-4o").highCardinalityKeyValue("gen_ai.input.messages", "Dear model").observe(() -> {
				throw new IllegalStateException("The model is away");
			});
		}

		@GetMapping("/orders/{id}/refused")
		String refused() {
			ModelCall call = new ModelCall(new Observation.Context(), "chat", "openai", "gpt-4o-mini", false);
			// As a budget throws it.
			throw new ModelCallRefusedException("The budget is spent", call);
		}

		private static Observation call(String model) {
			return Observation.createNotStarted("gen_ai.client.operation", observations())
				.lowCardinalityKeyValue("gen_ai.operation.name", "chat")
				.lowCardinalityKeyValue("gen_ai.provider.name", "openai")
				.lowCardinalityKeyValue("gen_ai.request.model", model)
				.highCardinalityKeyValue("gen_ai.usage.input_tokens", "1000")
				.highCardinalityKeyValue("gen_ai.usage.output_tokens", "10");
		}

		private static ObservationRegistry observations() {
			return app.context().getBean(ObservationRegistry.class);
		}

		@GetMapping("/orders/{id}/async")
		String async(@PathVariable String id) {
			app.context().getBean(AsyncPart.class).fail();
			return id;
		}

		@GetMapping("/orders/{id}/later")
		Mono<String> later() {
			return Mono.delay(Duration.ofMillis(10)).map((tick) -> {
				throw new IllegalStateException("Later");
			});
		}

		@Scheduled(fixedDelay = 3_600_000)
		void nightly() {
			throw new IllegalStateException("Nightly");
		}

	}

	static class AsyncPart {

		@Async
		void fail() {
			throw new IllegalStateException("Asynchronous");
		}

	}

}
