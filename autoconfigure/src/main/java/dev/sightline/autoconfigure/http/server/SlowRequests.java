package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.RepeatedLine;
import dev.sightline.autoconfigure.http.HttpSpans;
import dev.sightline.autoconfigure.http.StatusCode;

/**
 * Counts all requests that are slow in {@code http.server.slow}, and logs one of each
 * route in a minute.
 */
class SlowRequests {

	private static final Logger logger = LoggerFactory.getLogger(SlowRequests.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	/**
	 * More routes than any application has. A convention that gives more is not followed.
	 */
	private static final int LIMIT = 2000;

	private final long threshold;

	private final ObjectProvider<MeterRegistry> registry;

	private final HttpSpans spans;

	private final BoundedMap<String, Route> routes = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	/**
	 * Create the judge of requests.
	 * @param threshold what is slow
	 * @param registry where they are counted
	 * @param spans give the line the ids of the request
	 */
	SlowRequests(Duration threshold, ObjectProvider<MeterRegistry> registry, HttpSpans spans) {
		this.threshold = threshold.toNanos();
		this.registry = registry;
		this.spans = spans;
	}

	boolean isSlow(long nanos) {
		return nanos >= this.threshold;
	}

	/**
	 * Count a slow request that is over, and log it if its route had no line for a while.
	 */
	void stopped(Observation.Context context, long nanos) {
		Route route = Objects.requireNonNull(this.routes.get(value(context, "uri"), this::register));
		Counter counter = route.counter();
		if (counter != null) {
			counter.increment();
		}
		int unlogged = route.line().ask();
		if (unlogged != RepeatedLine.NOT_NOW) {
			this.spans.run(context, () -> log(context, nanos, unlogged));
		}
	}

	private Route register(String uri) {
		MeterRegistry registry = this.registry.getIfAvailable();
		Counter counter = (registry != null) ? Counter.builder("http.server.slow")
			.description("Requests that took longer than the threshold")
			.tag("uri", uri)
			.register(registry) : null;
		return new Route(counter, new RepeatedLine(PAUSE));
	}

	private static void log(Observation.Context context, long nanos, int unlogged) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		String more = (unlogged > 0) ? ", and " + unlogged + " more of this route since the last such line" : "";
		logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue("http.route", value(context, "uri"))
			.addKeyValue("http.response.status_code", StatusCode.of(value(context, "status")))
			.addKeyValue("duration_ms", millis)
			.log("Slow request: {} {} answered {} after {} ms{}", value(context, "method"), value(context, "uri"),
					value(context, "status"), millis, more);
	}

	private static String value(Observation.Context context, String key) {
		KeyValue value = context.getLowCardinalityKeyValue(key);
		return (value != null) ? value.getValue() : KeyValue.NONE_VALUE;
	}

	private record Route(@Nullable Counter counter, RepeatedLine line) {

	}

}
