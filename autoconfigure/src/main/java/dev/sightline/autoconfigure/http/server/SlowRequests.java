package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts all requests that are slow in {@code http.server.slow}, and logs one of each
 * route in a minute.
 */
class SlowRequests {

	private static final Logger logger = LoggerFactory.getLogger(SlowRequests.class);

	private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

	/**
	 * More routes than any application has. A convention that gives more is not followed.
	 */
	private static final int LIMIT = 2000;

	private static final String OTHER = "_other";

	private final long threshold;

	private final ObjectProvider<MeterRegistry> registry;

	private final BiConsumer<Observation.Context, Runnable> inSpan;

	private final Map<String, Route> routes = new ConcurrentHashMap<>();

	/**
	 * Create the judge of requests.
	 * @param threshold what is slow
	 * @param registry where they are counted
	 * @param inSpan runs an action while the span of a context is current, so that the
	 * line has its ids
	 */
	SlowRequests(Duration threshold, ObjectProvider<MeterRegistry> registry,
			BiConsumer<Observation.Context, Runnable> inSpan) {
		this.threshold = threshold.toNanos();
		this.registry = registry;
		this.inSpan = inSpan;
	}

	boolean isSlow(long nanos) {
		return nanos >= this.threshold;
	}

	/**
	 * Count a slow request that is over, and log it if its route had no line for a while.
	 */
	void stopped(Observation.Context context, long nanos) {
		Route route = route(value(context, "uri"));
		Counter counter = route.counter();
		if (counter != null) {
			counter.increment();
		}
		long now = System.nanoTime();
		long next = route.next().get();
		if (now - next >= 0 && route.next().compareAndSet(next, now + PAUSE)) {
			int unlogged = route.unlogged().getAndSet(0);
			this.inSpan.accept(context, () -> log(context, nanos, unlogged));
		}
		else {
			route.unlogged().incrementAndGet();
		}
	}

	private Route route(String uri) {
		Route route = this.routes.get(uri);
		if (route != null) {
			return route;
		}
		return this.routes.computeIfAbsent((this.routes.size() < LIMIT) ? uri : OTHER, this::register);
	}

	private Route register(String uri) {
		MeterRegistry registry = this.registry.getIfAvailable();
		Counter counter = (registry != null) ? Counter.builder("http.server.slow")
			.description("Requests that took longer than the threshold")
			.tag("uri", uri)
			.register(registry) : null;
		return new Route(counter, new AtomicLong(System.nanoTime()), new AtomicInteger());
	}

	private static void log(Observation.Context context, long nanos, int unlogged) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		String more = (unlogged > 0) ? ", and " + unlogged + " more of this route since the last such line" : "";
		logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue("http.route", value(context, "uri"))
			.addKeyValue("http.response.status_code", value(context, "status"))
			.addKeyValue("duration_ms", millis)
			.log("Slow request: {} {} answered {} after {} ms{}", value(context, "method"), value(context, "uri"),
					value(context, "status"), millis, more);
	}

	private static String value(Observation.Context context, String key) {
		KeyValue value = context.getLowCardinalityKeyValue(key);
		return (value != null) ? value.getValue() : KeyValue.NONE_VALUE;
	}

	private record Route(@Nullable Counter counter, AtomicLong next, AtomicInteger unlogged) {

	}

}
