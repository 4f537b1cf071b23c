package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.function.BiFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.http.ObservationTags;

/**
 * Meters of what happens to few requests, one for each route.
 */
class RouteMeters {

	/**
	 * More routes than any application has.
	 */
	private static final int LIMIT = 2000;

	private final ObjectProvider<MeterRegistry> registry;

	private final BoundedMap<String, Timer> firstBytes = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	private final BoundedMap<String, Counter> rateLimits = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	RouteMeters(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Record when a stream began.
	 */
	void firstByte(Observation.Context context, Duration duration) {
		Timer timer = meter(this.firstBytes, context,
				(registry, uri) -> Timer.builder("http.server.time_to_first_byte")
					.description("Time from a request to the first byte of a streamed answer")
					.tag("uri", uri)
					.register(registry));
		if (timer != null) {
			timer.record(duration);
		}
	}

	/**
	 * Count a request that was refused for coming too often.
	 */
	void rateLimited(Observation.Context context) {
		Counter counter = meter(this.rateLimits, context,
				(registry, uri) -> Counter.builder("rate.limit.hits")
					.description("Requests that were answered with 429")
					.tag("uri", uri)
					.register(registry));
		if (counter != null) {
			counter.increment();
		}
	}

	private <T> @Nullable T meter(BoundedMap<String, T> meters, Observation.Context context,
			BiFunction<MeterRegistry, String, T> factory) {
		return meters.get(ObservationTags.value(context, "uri"), (uri) -> {
			MeterRegistry registry = this.registry.getIfAvailable();
			return (registry != null) ? factory.apply(registry, uri) : null;
		});
	}

}
