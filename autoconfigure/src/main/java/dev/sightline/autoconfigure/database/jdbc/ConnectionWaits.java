package dev.sightline.autoconfigure.database.jdbc;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.SlowCounter;
import dev.sightline.autoconfigure.database.DatabaseTags;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Tells the current span of a wait for a connection, and counts waits that are long in
 * {@code jdbc.connections.slow}: a pool that is too small is no slow query.
 */
class ConnectionWaits {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionWaits.class);

	/**
	 * More data sources than any application has.
	 */
	private static final int LIMIT = 100;

	/**
	 * A connection that is idle is there sooner.
	 */
	private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(10);

	private final Spans spans;

	private final SlowCounter<String> counter;

	ConnectionWaits(Duration threshold, ObjectProvider<MeterRegistry> registry, Spans spans) {
		this.spans = spans;
		this.counter = new SlowCounter<>("sightline.jdbc.slow-threshold", threshold, registry,
				(pool) -> Counter.builder("jdbc.connections.slow")
					.description("Waits for a connection that took longer than the threshold")
					.tag(DatabaseTags.POOL, pool),
				LIMIT, BoundedMap.OTHER);
	}

	void waited(String pool, long nanos) {
		if (nanos < WAIT) {
			return;
		}
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		this.spans.event("db.client.connection.wait", "db.client.connection.wait_ms", String.valueOf(millis));
		if (this.counter.isSlow(nanos)) {
			this.counter.count(pool, (more) -> log(pool, millis, more));
		}
	}

	private static void log(String pool, long millis, String more) {
		logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue(DatabaseTags.POOL, pool)
			.addKeyValue("duration_ms", millis)
			.log("Slow connection: waited {} ms for one of {}{}; the pool is too small, or connections are held too long",
					millis, pool, more);
	}

}
