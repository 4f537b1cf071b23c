package dev.sightline.autoconfigure.database;

import java.sql.SQLTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The names that calls of all databases share, so that one query works for all of them.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/db/database-metrics/">Semantic conventions
 * for database client metrics</a>
 */
public final class DatabaseTags {

	/**
	 * The timer of calls. Its tags are those of
	 * {@link #of(String, String, String, String, Throwable)} and the {@code error} of
	 * each timer of an observation.
	 */
	public static final String DURATION = "db.client.operation.duration";

	/**
	 * The sanitized text of a statement, on spans and in log lines: it is no tag of the
	 * timer.
	 */
	public static final String QUERY_TEXT = "db.query.text";

	/**
	 * The product, as in {@code postgresql}.
	 */
	public static final String SYSTEM = "db.system.name";

	/**
	 * What is done, as in {@code SELECT} or {@code HGET}.
	 */
	public static final String OPERATION = "db.operation.name";

	/**
	 * The table.
	 */
	public static final String COLLECTION = "db.collection.name";

	/**
	 * The name of the bean that gives the connections.
	 */
	public static final String POOL = "db.client.connection.pool.name";

	/**
	 * How it ended.
	 */
	public static final String OUTCOME = "outcome";

	/**
	 * PostgreSQL's state of a statement that was cancelled.
	 */
	public static final String QUERY_CANCELED = "57014";

	private DatabaseTags() {
	}

	/**
	 * All of them but the error.
	 * @param collection the table, {@code null} if there is none
	 * @param error what the call failed with, {@code null} if it did not
	 */
	public static KeyValues of(String system, String operation, @Nullable String collection, String pool,
			@Nullable Throwable error) {
		return KeyValues.of(SYSTEM, system, OPERATION, operation, COLLECTION, collection(collection), POOL, pool,
				OUTCOME, outcome(error));
	}

	/**
	 * The tag of a table.
	 * @param collection the table, {@code null} if there is none
	 */
	public static String collection(@Nullable String collection) {
		return (collection != null) ? collection : KeyValue.NONE_VALUE;
	}

	/**
	 * The timer that the observation of a call has, so that both are one.
	 * @param tags those of {@link #of}
	 * @param error what the call failed with, {@code null} if it did not
	 */
	public static Timer timer(MeterRegistry registry, KeyValues tags, @Nullable Throwable error) {
		Timer.Builder timer = Timer.builder(DURATION)
			.tag("error", (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE);
		tags.forEach((tag) -> timer.tag(tag.getKey(), tag.getValue()));
		return timer.register(registry);
	}

	/**
	 * How a call ended: {@code success}, {@code timeout}, {@code cancelled} or
	 * {@code error}.
	 */
	public static String outcome(@Nullable Throwable error) {
		if (error == null) {
			return "success";
		}
		if (error instanceof SQLTimeoutException || error instanceof TimeoutException) {
			return "timeout";
		}
		boolean cancelled = error instanceof CancellationException
				|| error instanceof java.sql.SQLException failed && QUERY_CANCELED.equals(failed.getSQLState());
		return cancelled ? "cancelled" : "error";
	}

}
