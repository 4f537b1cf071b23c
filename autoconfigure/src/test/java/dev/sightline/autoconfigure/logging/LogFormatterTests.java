package dev.sightline.autoconfigure.logging;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the formats: what they say, and that nothing breaks a line.
 */
class LogFormatterTests {

	private static final JsonMapper STRICT = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "shop")
		.withProperty("management.opentelemetry.resource-attributes.service.version", "1.2.3")
		.withProperty("sightline.tags.team", "support");

	@ParameterizedTest
	@EnumSource(names = { "JSON", "ECS", "NESTED" })
	void shouldSurviveEveryFault(Format format) throws CharacterCodingException {
		for (LoggingEvent event : faults()) {
			byte[] bytes = format.formatter(this.environment).formatAsBytes(event, StandardCharsets.UTF_8);
			String line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			assertThat(line).endsWith("\n");
			assertThat(line.strip()).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
			assertThat(bytes.length).isLessThanOrEqualTo(256 * 1024);
			JsonNode json = STRICT.readTree(line);
			assertThat(json.has("")).as("a name that was cut").isFalse();
			assertThat(json.get("event_type").asString()).isIn("error", "system");
			assertThat(LogSchemas.of(format).validate(json)).as(line).isEmpty();
		}
	}

	private static List<LoggingEvent> faults() {
		List<LoggingEvent> events = new ArrayList<>();
		events.add(event("\u0000\u001b[31m\r\n\t\b\f\u007f\u0085\u2028\ud800 \udc00\ud83d\ude00 \"\\", null));
		events.add(event("m".repeat(1_000_000), new IllegalStateException("why")));
		events.add(event("\u00e9".repeat(300_000), null));
		IllegalStateException deep = new IllegalStateException("deep");
		StackTraceElement[] frames = new StackTraceElement[5000];
		Arrays.fill(frames, new StackTraceElement("shop.Till", "pay", "Till.java", 1));
		deep.setStackTrace(frames);
		events.add(event("deep", deep));
		IllegalStateException first = new IllegalStateException("first");
		first.initCause(new IllegalStateException("second", first));
		first.addSuppressed(new IllegalStateException("third", first));
		events.add(event("cyclic", first));
		LoggingEvent event = event("odd {} {}", null, new Throwing(), new int[] { 1 });
		for (Object value : new Object[] { null, 1, 2.5, Double.NaN, true, "text", List.of(1, "a"),
				Map.of("password", "hunter2", "a", 1), new int[] { 1, 2 }, new Throwing(), Level.INFO }) {
			event.addKeyValuePair(new KeyValuePair("key", value));
			event.addKeyValuePair(new KeyValuePair("key" + event.getKeyValuePairs().size(), value));
		}
		event.addKeyValuePair(new KeyValuePair("linkage", new Failing(new NoClassDefFoundError("on purpose"))));
		event.addKeyValuePair(new KeyValuePair("assertion", new Failing(new AssertionError("on purpose"))));
		for (String taken : List.of("message", "level", "@timestamp", "event_type", "service.name", "traceId", "tags",
				"stack_trace", "logger", "labels")) {
			event.addKeyValuePair(new KeyValuePair(taken, "x"));
		}
		List<Object> itself = new ArrayList<>();
		itself.add(itself);
		event.addKeyValuePair(new KeyValuePair("itself", itself));
		event.setMDCPropertyMap(Map.of("traceId", "1", "message", "x", "logger_name", "y", "key", "z"));
		events.add(event);
		LoggingEvent changing = event("changing", null);
		changing.addKeyValuePair(new KeyValuePair("changing", (Iterable<Object>) () -> {
			throw new java.util.ConcurrentModificationException();
		}));
		events.add(changing);
		LoggingEvent many = event("many", null);
		for (int i = 0; i < 10_000; i++) {
			many.addKeyValuePair(new KeyValuePair("key" + i, "value".repeat(10)));
		}
		events.add(many);
		events.add(event(null, null));
		return events;
	}

	@ParameterizedTest
	@EnumSource(Format.class)
	void shouldLetNoSecretOut(Format format) {
		String line = format.formatter(this.environment).format(canaries());
		assertThat(line).contains("[redacted]").doesNotContain("canary");
		this.environment.getPropertySources().remove("sightlineRedactor");
		this.environment.setProperty("sightline.redaction.enabled", "false");
		String open = format.formatter(this.environment).format(canaries());
		List<String> expected = (format == Format.TEXT) ? List.of("canary1", "canary2")
				: List.of("canary1", "canary2", "canary3", "canary4", "canary5", "canary6", "canary7");
		assertThat(open).contains(expected);
	}

	private static LoggingEvent canaries() {
		LoggingEvent event = event("password={}",
				new IllegalStateException("outer", new IllegalStateException("token=canary2")), "canary1");
		event.setMDCPropertyMap(Map.of("api-key", "canary3", "note", "Bearer canary4canary4"));
		event.addKeyValuePair(new KeyValuePair("password", "canary5"));
		event.addKeyValuePair(new KeyValuePair("headers", Map.of("Authorization", "canary6")));
		event.addKeyValuePair(new KeyValuePair("sql", "select 1 where secret = 'canary7'"));
		return event;
	}

	@Test
	void shouldSayWhatALineIsAbout() {
		assertThat(json(event("x", null)).get("event_type").asString()).isEqualTo("system");
		assertThat(json(error("x")).get("event_type").asString()).isEqualTo("error");
		LoggingEvent business = error("x");
		business.addKeyValuePair(new KeyValuePair("event_type", "business"));
		assertThat(json(business).get("event_type").asString()).isEqualTo("business");
		LoggingEvent audit = event("x", null);
		audit.addMarker(MarkerFactory.getMarker("AUDIT"));
		audit.addMarker(MarkerFactory.getMarker("COMMONS-LOGGING"));
		assertThat(json(audit).get("event_type").asString()).isEqualTo("audit");
		assertThat(json(audit).has("tags")).isFalse();
		LoggingEvent unknown = event("x", null);
		unknown.addKeyValuePair(new KeyValuePair("event_type", "party"));
		assertThat(json(unknown).get("event_type").asString()).isEqualTo("system");
	}

	@ParameterizedTest
	@EnumSource(Format.class)
	void shouldKnowCriticalLines(Format format) {
		LoggingEvent marked = error("x");
		marked.addMarker(MarkerFactory.getMarker("CRITICAL"));
		assertThat(format.formatter(this.environment).format(marked)).contains("CRITICAL");
		LoggingEvent keyed = error("x");
		keyed.addKeyValuePair(new KeyValuePair("severity", "critical"));
		assertThat(format.formatter(this.environment).format(keyed)).contains("CRITICAL");
	}

	@Test
	void shouldTakeTheFieldsOfTheLogstashEncoder() {
		LoggingEvent event = event("order {}", null, StructuredArguments.keyValue("order", 7));
		event.addMarker(Markers.appendEntries(new LinkedHashMap<>(Map.of("password", "hunter2", "shelf", "a"))));
		JsonNode json = json(event);
		assertThat(json.get("message").asString()).isEqualTo("order order=7");
		assertThat(json.get("order").asInt()).isEqualTo(7);
		assertThat(json.get("shelf").asString()).isEqualTo("a");
		assertThat(json.get("password").asString()).isEqualTo("[redacted]");
		assertThat(json.has("tags")).isFalse();
	}

	@Test
	void shouldTakeTheFieldsOfMarkersInAChain() {
		LoggingEvent event = event("x", null);
		event.addMarker(Markers.append("order", 7).and(Markers.append("shelf", "a")));
		Marker chain = MarkerFactory.getDetachedMarker("SHOP");
		chain.add(MarkerFactory.getMarker("AUDIT"));
		chain.add(MarkerFactory.getMarker("CRITICAL"));
		event.addMarker(chain);
		JsonNode json = json(event);
		assertThat(json.get("order").asInt()).isEqualTo(7);
		assertThat(json.get("shelf").asString()).isEqualTo("a");
		assertThat(json.get("event_type").asString()).isEqualTo("audit");
		assertThat(json.get("level").asString()).isEqualTo("CRITICAL");
		assertThat(json.get("tags")).singleElement().extracting(JsonNode::asString).isEqualTo("SHOP");
	}

	@Test
	void shouldLetNoNumberOfACardOut() {
		LoggingEvent event = event("x", null);
		event.addKeyValuePair(new KeyValuePair("card", 4111111111111111L));
		event.addKeyValuePair(new KeyValuePair("size", 1024L));
		JsonNode json = json(event);
		assertThat(json.get("card").asString()).isEqualTo("[redacted]");
		assertThat(json.get("size").isIntegralNumber()).isTrue();
	}

	@Test
	void shouldNestTheContext() {
		LoggingEvent event = event("paid", null);
		event.setMDCPropertyMap(Map.of("traceId", "11", "spanId", "22", "correlation_id", "33"));
		event.addKeyValuePair(new KeyValuePair("duration_ms", 5));
		JsonNode json = JsonMapper.shared().readTree(Format.NESTED.formatter(this.environment).format(event));
		assertThat(json.at("/context/trace_id").asString()).isEqualTo("11");
		assertThat(json.at("/context/correlation_id").asString()).isEqualTo("33");
		assertThat(json.at("/metadata/logger").asString()).isEqualTo("shop.Till");
		assertThat(json.at("/metadata/duration_ms").asInt()).isEqualTo(5);
		assertThat(json.at("/service/service.name").asString()).isEqualTo("shop");
	}

	@Test
	void shouldFollowTheElasticCommonSchema() {
		LoggingEvent event = event("paid", new IllegalStateException("why"));
		event.setMDCPropertyMap(Map.of("traceId", "11", "spanId", "22", "correlation_id", "33"));
		event.addKeyValuePair(new KeyValuePair("amount", 5));
		JsonNode json = JsonMapper.shared().readTree(Format.ECS.formatter(this.environment).format(event));
		assertThat(json.at("/log/level").asString()).isEqualTo("INFO");
		assertThat(json.get("trace.id").asString()).isEqualTo("11");
		assertThat(json.at("/labels/amount").asString()).isEqualTo("5");
		assertThat(json.at("/labels/correlation_id").asString()).isEqualTo("33");
		assertThat(json.at("/error/type").asString()).isEqualTo("java.lang.IllegalStateException");
		assertThat(json.at("/service/version").asString()).isEqualTo("1.2.3");
		assertThat(json.at("/ecs/version").asString()).isEqualTo("8.11");
	}

	@Test
	void shouldKeepTheRootCauseOfALongStackTrace() {
		this.environment.setProperty("sightline.logging.max-stack-trace", "1KB");
		Throwable failure = new IllegalStateException("root");
		for (int i = 0; i < 20; i++) {
			failure = new IllegalStateException("wrapper " + i, failure);
		}
		String trace = json(event("x", failure)).get("stack_trace").asString();
		assertThat(trace).startsWith("java.lang.IllegalStateException: root").endsWith("...");
		assertThat(trace.length()).isLessThanOrEqualTo(1024);
	}

	@Test
	void shouldMarkALineThatWasCut() {
		JsonNode json = json(event("m".repeat(1_000_000), new IllegalStateException("why")));
		assertThat(json.get("truncated").asBoolean()).isTrue();
		assertThat(json.get("stack_trace").asString()).contains("why");
		assertThat(json.get("service.name").asString()).isEqualTo("shop");
	}

	@Test
	void shouldLetOnlyTheContextOutThatIsListed() {
		this.environment.setProperty("sightline.logging.context.include", "traceId");
		LoggingEvent event = event("x", null);
		event.setMDCPropertyMap(Map.of("traceId", "1", "shelf", "2"));
		JsonNode json = json(event);
		assertThat(json.has("traceId")).isTrue();
		assertThat(json.has("shelf")).isFalse();
	}

	@Test
	void shouldNameTheCallerIfAsked() {
		this.environment.setProperty("sightline.logging.caller", "true");
		LoggingEvent event = event("x", null);
		event.setCallerData(new StackTraceElement[] { new StackTraceElement("shop.Till", "pay", "Till.java", 42) });
		assertThat(json(event).get("module").asString()).isEqualTo("shop.Till");
		assertThat(json(event).get("line").asInt()).isEqualTo(42);
	}

	@Test
	void shouldNotLetTextPassItselfOffAsALine() {
		String line = Format.TEXT.formatter(this.environment).format(event("a\r\n2026 INFO forged\u001b[31m", null));
		assertThat(line).contains("a\n\t2026 INFO forged?[31m").doesNotContain("\r", "\u001b");
	}

	@Test
	void shouldEndEveryLineOfText() {
		this.environment.setProperty("sightline.redaction.patterns.slow.regex", "(a+)+b");
		StructuredLogFormatter<ILoggingEvent> formatter = Format.TEXT.formatter(this.environment);
		assertThat(formatter.format(event("a".repeat(5000), null))).isEqualTo("[redaction failed]\n");
		assertThat(formatter.format(event("password='x", null))).endsWith("password='[redacted]\n");
		assertThat(formatter.format(event("m".repeat(1_000_000), null))).endsWith("\n").hasLineCount(1);
	}

	private JsonNode json(LoggingEvent event) {
		return JsonMapper.shared().readTree(Format.JSON.formatter(this.environment).format(event));
	}

	private static LoggingEvent event(String message, Throwable throwable, Object... arguments) {
		return create(Level.INFO, message, throwable, arguments);
	}

	private static LoggingEvent error(String message) {
		return create(Level.ERROR, message, null);
	}

	private static LoggingEvent create(Level level, String message, Throwable throwable, Object... arguments) {
		Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("shop.Till");
		return new LoggingEvent("fqcn", logger, level, message, throwable, (arguments.length > 0) ? arguments : null);
	}

	private record Failing(Error error) {

		@Override
		public String toString() {
			throw this.error;
		}

	}

	private static final class Throwing {

		@Override
		public String toString() {
			throw new IllegalStateException("on purpose");
		}

	}

}
