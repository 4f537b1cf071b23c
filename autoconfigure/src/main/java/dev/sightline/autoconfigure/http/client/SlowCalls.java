package dev.sightline.autoconfigure.http.client;

import java.time.Duration;
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
import dev.sightline.autoconfigure.spans.Spans;
import dev.sightline.autoconfigure.http.ObservationTags;
import dev.sightline.autoconfigure.bounded.SlowCounter;

/**
 * Counts all calls that are slow in {@code http.client.slow}, and logs one of each host
 * and route in a minute.
 */
class SlowCalls {

	private static final Logger logger = LoggerFactory.getLogger(SlowCalls.class);

	/**
	 * More routes than any application calls. A convention that gives more is not
	 * followed.
	 */
	private static final int LIMIT = 1000;

	private static final Key OTHER = new Key(BoundedMap.OTHER, BoundedMap.OTHER);

	private final Spans spans;

	private final SlowCounter<Key> counter;

	/**
	 * Create the judge of calls.
	 * @param threshold what is slow
	 * @param registry where they are counted
	 * @param spans give the line the ids of the call
	 */
	SlowCalls(Duration threshold, ObjectProvider<MeterRegistry> registry, Spans spans) {
		this.spans = spans;
		this.counter = new SlowCounter<>("sightline.http.client.slow-threshold", threshold, registry,
				SlowCalls::counter, LIMIT, OTHER);
	}

	private static Counter.Builder counter(Key key) {
		return Counter.builder("http.client.slow")
			.description("Calls that took longer than the threshold")
			.tag("client.name", key.host())
			.tag("uri", key.uri());
	}

	boolean isSlow(long nanos) {
		return this.counter.isSlow(nanos);
	}

	/**
	 * Count a slow call that is over, and log it if its route had no line for a while.
	 */
	void stopped(Observation.Context context, long nanos, @Nullable FailureReason failure) {
		Key key = new Key(ObservationTags.value(context, "client.name"), ObservationTags.value(context, "uri"));
		this.counter.count(key, (more) -> this.spans.run(context, () -> log(context, key, nanos, failure, more)));
	}

	private static void log(Observation.Context context, Key key, long nanos, @Nullable FailureReason failure,
			String more) {
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
			Object status = ObservationTags.status(context);
			line = line.addKeyValue("http.response.status_code", status);
			end = "answered " + status;
		}
		line.log("Slow call: {} {} {} {} after {} ms{}", ObservationTags.value(context, "method"), key.host(),
				key.uri(), end, millis, more);
	}

	private record Key(String host, String uri) {

	}

}
