package dev.sightline.autoconfigure.database.r2dbc;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.SlowCounter;
import dev.sightline.autoconfigure.database.DatabaseTags;

/**
 * Counts and logs statements that took too long.
 */
class SlowStatements {

	private static final Logger logger = LoggerFactory.getLogger(SlowStatements.class);

	private static final int LIMIT = 500;

	private final SlowCounter<Key> counter;

	SlowStatements(Duration threshold, ObjectProvider<MeterRegistry> registry) {
		this.counter = new SlowCounter<>("sightline.r2dbc.slow-threshold", threshold, registry, SlowStatements::counter,
				LIMIT, new Key(BoundedMap.OTHER, BoundedMap.OTHER));
	}

	private static Counter.Builder counter(Key key) {
		return Counter.builder("r2dbc.statements.slow")
			.description("Statements that took longer than the threshold")
			.tag(DatabaseTags.OPERATION, key.operation())
			.tag(DatabaseTags.COLLECTION, key.collection());
	}

	boolean isSlow(Duration duration) {
		return this.counter.isSlow(duration.toNanos());
	}

	/**
	 * Count a slow statement that is over, and log it if its kind had no line for a
	 * while.
	 */
	void stopped(R2dbcCall call, Duration duration) {
		String collection = DatabaseTags.collection(call.collection());
		Key key = new Key(call.statement().operation(), collection);
		this.counter.count(key, (more) -> log(call, key, duration.toMillis(), more));
	}

	private static void log(R2dbcCall call, Key key, long millis, String more) {
		logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue(DatabaseTags.OPERATION, key.operation())
			.addKeyValue(DatabaseTags.COLLECTION, key.collection())
			.addKeyValue(DatabaseTags.POOL, call.target().pool())
			.addKeyValue("duration_ms", millis)
			.log("Slow statement: {} on {} after {} ms{}", call.statement().text(), call.target().pool(), millis, more);
	}

	private record Key(String operation, String collection) {

	}

}
