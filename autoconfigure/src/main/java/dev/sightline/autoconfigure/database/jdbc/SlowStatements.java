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
import dev.sightline.autoconfigure.database.SqlStatement;

/**
 * Counts all statements that are slow in {@code jdbc.statements.slow}, and logs one of
 * each kind in a minute.
 */
class SlowStatements {

	private static final Logger logger = LoggerFactory.getLogger(SlowStatements.class);

	/**
	 * More slow statements than anybody reads of.
	 */
	private static final int LIMIT = 500;

	private static final Slow OTHER = new Slow(BoundedMap.OTHER,
			new SqlStatement(BoundedMap.OTHER, BoundedMap.OTHER, BoundedMap.OTHER));

	private final SlowCounter<Slow> counter;

	SlowStatements(Duration threshold, ObjectProvider<MeterRegistry> registry) {
		this.counter = new SlowCounter<>("sightline.jdbc.slow-threshold", threshold, registry, SlowStatements::counter,
				LIMIT, OTHER);
	}

	private static Counter.Builder counter(Slow slow) {
		return Counter.builder("jdbc.statements.slow")
			.description("Statements that took longer than the threshold")
			.tag(DatabaseTags.OPERATION, slow.statement().operation())
			.tag(DatabaseTags.COLLECTION, DatabaseTags.collection(slow.statement().collection()))
			.tag(DatabaseTags.POOL, slow.pool());
	}

	void stopped(ObservedDatabase database, KnownStatement statement, long nanos) {
		if (this.counter.isSlow(nanos)) {
			this.counter.count(new Slow(database.name(), statement.sql()),
					(more) -> log(database, statement, nanos, more));
		}
	}

	private static void log(ObservedDatabase database, KnownStatement statement, long nanos, String more) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue(DatabaseTags.OPERATION, statement.sql().operation())
			.addKeyValue(DatabaseTags.COLLECTION, DatabaseTags.collection(statement.sql().collection()))
			.addKeyValue(DatabaseTags.POOL, database.name())
			.addKeyValue(DatabaseTags.QUERY_TEXT, statement.sql().text())
			.addKeyValue("duration_ms", millis)
			.log("Slow query: {} on {} took {} ms{}: {}", statement.summary(), database.name(), millis, more,
					statement.sql().text());
	}

	private record Slow(String pool, SqlStatement statement) {

	}

}
