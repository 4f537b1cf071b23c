package dev.sightline.autoconfigure.http.client;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.RepeatedLine;
import dev.sightline.autoconfigure.http.HttpSpans;
import dev.sightline.autoconfigure.http.StatusCode;

/**
 * Counts all calls that are slow in {@code http.client.slow}, and logs one of each host
 * and route in a minute.
 */
class SlowCalls {

	private static final Logger logger = LoggerFactory.getLogger(SlowCalls.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	/**
	 * More routes than any application calls. A convention that gives more is not
	 * followed.
	 */
	private static final int LIMIT = 1000;

	private static final Key OTHER = new Key(BoundedMap.OTHER, BoundedMap.OTHER);

	private final long threshold;

	private final ObjectProvider<MeterRegistry> registry;

	private final HttpSpans spans;

	private final BoundedMap<Key, Route> routes = new BoundedMap<>(LIMIT, OTHER);

	/**
	 * Create the judge of calls.
	 * @param threshold what is slow
	 * @param registry where they are counted
	 * @param spans give the line the ids of the call
	 */
	SlowCalls(Duration threshold, ObjectProvider<MeterRegistry> registry, HttpSpans spans) {
		this.threshold = threshold.toNanos();
		this.registry = registry;
		this.spans = spans;
	}

	boolean isSlow(long nanos) {
		return nanos >= this.threshold;
	}

	/**
	 * Count a slow call that is over, and log it if its route had no line for a while.
	 */
	void stopped(Observation.Context context, long nanos, @Nullable FailureReason failure) {
		Key key = new Key(ClientRequestHandler.value(context, "client.name"),
				ClientRequestHandler.value(context, "uri"));
		Route route = Objects.requireNonNull(this.routes.get(key, this::register));
		if (route.counter() != null) {
			route.counter().increment();
		}
		int unlogged = route.line().ask();
		if (unlogged != RepeatedLine.NOT_NOW) {
			this.spans.run(context, () -> log(context, key, nanos, failure, unlogged));
		}
	}

	private Route register(Key key) {
		MeterRegistry registry = this.registry.getIfAvailable();
		Counter counter = (registry != null) ? Counter.builder("http.client.slow")
			.description("Calls that took longer than the threshold")
			.tag("client.name", key.host())
			.tag("uri", key.uri())
			.register(registry) : null;
		return new Route(counter, new RepeatedLine(PAUSE));
	}

	private static void log(Observation.Context context, Key key, long nanos, @Nullable FailureReason failure,
			int unlogged) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		LoggingEventBuilder line = logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue("server.address", key.host())
			.addKeyValue("url.template", key.uri())
			.addKeyValue("duration_ms", millis);
		String end;
		if (failure != null) {
			line = line.addKeyValue("error.type", failure.tag());
			end = "failed with " + failure.tag();
		}
		else {
			String status = ClientRequestHandler.value(context, "status");
			line = line.addKeyValue("http.response.status_code", StatusCode.of(status));
			end = "answered " + status;
		}
		String more = (unlogged > 0) ? ", and " + unlogged + " more of this route since the last such line" : "";
		line.log("Slow call: {} {} {} {} after {} ms{}", ClientRequestHandler.value(context, "method"), key.host(),
				key.uri(), end, millis, more);
	}

	private record Key(String host, String uri) {

	}

	private record Route(@Nullable Counter counter, RepeatedLine line) {

	}

}
