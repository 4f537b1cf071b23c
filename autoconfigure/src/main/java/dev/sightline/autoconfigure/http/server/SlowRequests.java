package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.spans.Spans;
import dev.sightline.autoconfigure.http.ObservationTags;
import dev.sightline.autoconfigure.bounded.SlowCounter;

/**
 * Counts all requests that are slow in {@code http.server.slow}, and logs one of each
 * route in a minute.
 */
class SlowRequests {

	private static final Logger logger = LoggerFactory.getLogger(SlowRequests.class);

	/**
	 * More routes than any application has. A convention that gives more is not followed.
	 */
	private static final int LIMIT = 2000;

	private final Spans spans;

	private final SlowCounter<String> counter;

	/**
	 * Create the judge of requests.
	 * @param threshold what is slow
	 * @param registry where they are counted
	 * @param spans give the line the ids of the request
	 */
	SlowRequests(Duration threshold, ObjectProvider<MeterRegistry> registry, Spans spans) {
		this.spans = spans;
		this.counter = new SlowCounter<>("sightline.http.slow-threshold", threshold, registry, SlowRequests::counter,
				LIMIT, BoundedMap.OTHER);
	}

	private static Counter.Builder counter(String uri) {
		return Counter.builder("http.server.slow")
			.description("Requests that took longer than the threshold")
			.tag("uri", uri);
	}

	boolean isSlow(long nanos) {
		return this.counter.isSlow(nanos);
	}

	/**
	 * Count a slow request that is over, and log it if its route had no line for a while.
	 */
	void stopped(Observation.Context context, long nanos) {
		this.counter.count(ObservationTags.value(context, "uri"),
				(more) -> this.spans.run(context, () -> log(context, nanos, more)));
	}

	private static void log(Observation.Context context, long nanos, String more) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		String uri = ObservationTags.value(context, "uri");
		Object status = ObservationTags.status(context);
		logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue("http.route", uri)
			.addKeyValue("http.response.status_code", status)
			.addKeyValue("duration_ms", millis)
			.log("Slow request: {} {} answered {} after {} ms{}", ObservationTags.value(context, "method"), uri, status,
					millis, more);
	}

}
