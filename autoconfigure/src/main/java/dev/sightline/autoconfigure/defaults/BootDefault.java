package dev.sightline.autoconfigure.defaults;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * A default of ours for a key of Spring Boot or of another library.
 *
 * @param signal the signal that the default belongs to, {@code null} if it holds while
 * anything of Sightline is on
 * @param key the key
 * @param value the value
 * @param reason why, in one line
 * @param yieldsTo further keys by which a user may have said otherwise
 */
record BootDefault(@Nullable Signal signal, String key, String value, String reason, List<String> yieldsTo) {

	/**
	 * Upper bounds of the latency histogram, as durations: the decades 1, 2.5 (or 2) and
	 * 5 from 5 ms to 30 s, so that the usual objectives and both Apdex thresholds are
	 * boundaries.
	 */
	static final String LATENCY_BUCKETS = "5ms,10ms,25ms,50ms,100ms,250ms,500ms,1s,2s,5s,10s,30s";

	/**
	 * Upper bounds of the histograms of sizes, in bytes: the powers of ten from 1 kB to
	 * 100 MB.
	 */
	static final String SIZE_BUCKETS = "1000,10000,100000,1000000,10000000,100000000";

	/**
	 * Upper bounds of the histogram of database calls, which are those of the semantic
	 * conventions.
	 */
	static final String CALL_BUCKETS = "1ms,5ms,10ms,50ms,100ms,500ms,1s,5s,10s";

	/**
	 * Upper bounds of the histograms of calls of models, which are those of the semantic
	 * conventions for generative AI.
	 */
	static final String MODEL_CALL_BUCKETS = "10ms,20ms,40ms,80ms,160ms,320ms,640ms,1280ms,2560ms,5120ms,10240ms,20480ms,40960ms,81920ms";

	/**
	 * Upper bounds of the histogram of tokens, which are those of the semantic
	 * conventions for generative AI.
	 */
	static final String TOKEN_BUCKETS = "1,4,16,64,256,1024,4096,16384,65536,262144,1048576,4194304,16777216,67108864";

	private static final String BOUNDARIES = "management.metrics.distribution.slo";

	/**
	 * Meters of requests, which an application may rename.
	 */
	private static final List<String> REQUESTS = List.of("http.server.requests", "http.client.requests");

	/**
	 * All defaults that do not depend on what else is set.
	 */
	static final List<BootDefault> ALL = List.of(
			of(null, "management.endpoints.web.exposure.include", "health,info,prometheus",
					"What a scrape and a probe need is open, and nothing else"),
			of(Signal.HEALTH, "management.endpoint.health.show-details", "when-authorized",
					"Details name hosts and versions, so they are for authorised users"),
			of(Signal.METRICS,
					"management.prometheus.metrics.export.properties[io.prometheus.exporter.exemplarsOnAllMetricTypes]",
					"false",
					"Prometheus before 2.43 refuses the whole scrape for an exemplar on a count; those on buckets and counters stay"),
			histogram(Signal.HTTP, "http.server.requests", LATENCY_BUCKETS,
					"Latency objectives and Apdex need their thresholds among the buckets"),
			histogram(Signal.HTTP, "http.server.time_to_first_byte", LATENCY_BUCKETS,
					"How soon a stream begins is judged as how soon another answer ends"),
			histogram(Signal.HTTP, "http.server.request.body.size", SIZE_BUCKETS,
					"An average hides the few large bodies that fill the memory"),
			histogram(Signal.HTTP, "http.server.response.body.size", SIZE_BUCKETS,
					"An average hides the few large bodies that fill the wire"),
			of(Signal.SENTRY, "sentry.context-tags", "correlation_id",
					"An error is found by the id that its user was given"),
			of(Signal.SENTRY, "sentry.connection-timeout-millis", "2000",
					"A server that hangs must not hold the exit, nor the events behind one"),
			of(Signal.SENTRY, "sentry.read-timeout-millis", "2000",
					"A server that hangs must not hold the exit, nor the events behind one"),
			of(Signal.SENTRY, "sentry.flush-timeout-millis", "1000", "The exit waits so long for the last events"),
			of(Signal.SENTRY, "sentry.shutdown-timeout-millis", "1000", "The exit waits so long for the last events"),
			histogram(Signal.HTTP, "http.client.requests", LATENCY_BUCKETS,
					"The same objectives hold for what an application calls"),
			of(Signal.HTTP, "management.metrics.web.client.max-uri-tags", "500",
					"Each host has up to 100 routes, then _other; the limit of Spring Boot is for all hosts and drops calls"),
			histogram(null, "db.client.operation.duration", CALL_BUCKETS,
					"Most calls of a database are fast, and an average hides the others"),
			histogram(Signal.UPLOAD, "file.upload.size", SIZE_BUCKETS,
					"An average says nothing of files, which are small or very large"),
			histogram(Signal.STORAGE, "storage.operation", LATENCY_BUCKETS,
					"A store is slow now and then, which an average hides"),
			histogram(Signal.STORAGE, "storage.object.size", SIZE_BUCKETS,
					"An average says nothing of objects, which are small or very large"),
			histogram(Signal.JDBC, "jdbc.transactions", LATENCY_BUCKETS,
					"A long transaction blocks others, which an average hides"),
			histogram(Signal.JDBC, "jdbc.statements.per.request", "1,2,5,10,20,50,100,200,500,1000",
					"The few requests with hundreds of statements are the ones to find"),
			histogram(Signal.LLM, "gen_ai.client.operation.duration", MODEL_CALL_BUCKETS,
					"A model answers in a second or in a minute, and an average hides which"),
			histogram(Signal.LLM, "gen_ai.client.operation.time_to_first_chunk", MODEL_CALL_BUCKETS,
					"A user judges a stream by when it begins"),
			histogram(Signal.LLM, "gen_ai.client.operation.time_per_output_chunk", MODEL_CALL_BUCKETS,
					"A stream that stutters has the average of one that flows"),
			histogram(Signal.LLM, "gen_ai.client.token.usage", TOKEN_BUCKETS,
					"The few calls with very long prompts are the ones to find"),
			histogram(Signal.LLM, "gen_ai.execute_tool.duration", MODEL_CALL_BUCKETS,
					"A tool may be a call of a model itself"),
			histogram(Signal.LLM, "gen_ai.client.audio.realtime_factor", "0.1,0.25,0.5,1,2,5",
					"Speech that takes more than 1 stutters"),
			histogram(Signal.LLM, "db.vector.client.operation.duration", CALL_BUCKETS,
					"A search is slow now and then, which an average hides"),
			histogram(Signal.LLM, "db.vector.client.top_score", "0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9",
					"The searches whose best document hardly fits are the ones to find"),
			histogram(Signal.LLM, "rag.pipeline.duration", MODEL_CALL_BUCKETS,
					"An answer takes a second or a minute, and an average hides which"),
			histogram(Signal.LLM, "rag.stage.duration", MODEL_CALL_BUCKETS,
					"The stage that makes an answer slow is not always the same"),
			histogram(Signal.SECURITY, "auth.duration", LATENCY_BUCKETS,
					"A password is hashed slowly on purpose, and an average hides what is slow beside it"),
			of(Signal.CACHE, "spring.cache.redis.enable-statistics", "true",
					"Without them nobody knows whether a cache is of use; beside a call to Redis they cost nothing"),
			of(Signal.METRICS, "management.metrics.observations.ignored-meters", "long-task-timer",
					"A long task timer beside each timer costs 0.7 kB a request; its series end in _active_seconds"),
			of(null, "management.observations.annotations.enabled", "true",
					"An annotation that does nothing until a key is found is a trap"),
			of(Signal.TRACING, "logging.level.io.opentelemetry.exporter.internal", "off",
					"A receiver that is down is told in one line, not in a stack trace for each batch"),
			of(Signal.TRACING, "management.opentelemetry.tracing.limits.max-attribute-value-length", "16384",
					"Spans wait in memory, and OpenTelemetry has no limit of its own"),
			of(Signal.TRACING, "spring.task.execution.propagate-context", "true",
					"What a request has done on another thread belongs to its trace"),
			messaging("spring.kafka.listener.observation-enabled"),
			messaging("spring.kafka.template.observation-enabled"),
			messaging("spring.rabbitmq.listener.direct.observation-enabled"),
			messaging("spring.rabbitmq.listener.simple.observation-enabled"),
			messaging("spring.rabbitmq.listener.stream.observation-enabled"),
			messaging("spring.rabbitmq.template.observation-enabled"),
			of(Signal.TRACING, "spring.integration.management.observation-patterns", "*",
					"A trace goes on through the channels of Spring Integration"),
			of(Signal.TRACING, "spring.reactor.context-propagation", "auto",
					"Log lines of a reactive application carry the trace only if the context follows the signal"));

	/**
	 * The key for an application, which may have renamed its request meters.
	 */
	String key(Environment environment) {
		for (String requests : REQUESTS) {
			if (this.key.endsWith("slo." + requests)) {
				return this.key.replace(requests,
						environment.getProperty("management.observations." + requests + ".name", requests));
			}
		}
		return this.key;
	}

	private static BootDefault messaging(String key) {
		return of(Signal.TRACING, key, "true", "A trace goes on in whoever receives the message");
	}

	/**
	 * Boundaries of a histogram. They yield to what the user says of it or of all meters
	 * whose names begin as its own.
	 */
	private static BootDefault histogram(@Nullable Signal signal, String meter, String boundaries, String reason) {
		List<String> covering = new ArrayList<>();
		for (int dot = meter.lastIndexOf('.'); dot > 0; dot = meter.lastIndexOf('.', dot - 1)) {
			covering.add(boundaries(meter.substring(0, dot)));
		}
		covering.add(BOUNDARIES + ".all");
		return new BootDefault(signal, boundaries(meter), boundaries, reason, List.copyOf(covering));
	}

	/**
	 * The key of the boundaries of a meter. Of one that is not in brackets only letters,
	 * digits and dots are left.
	 */
	private static String boundaries(String meter) {
		return BOUNDARIES + (meter.contains("_") ? "[" + meter + "]" : "." + meter);
	}

	private static BootDefault of(@Nullable Signal signal, String key, String value, String reason,
			String... yieldsTo) {
		return new BootDefault(signal, key, value, reason, List.of(yieldsTo));
	}

}
