package dev.sightline.autoconfigure.database.jdbc;

import java.sql.SQLException;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.DatabaseTags;

/**
 * The names of a statement that runs.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/sql/">Semantic conventions
 * for SQL</a>
 */
class StatementConvention implements ObservationConvention<StatementContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof StatementContext;
	}

	@Override
	public String getName() {
		return DatabaseTags.DURATION;
	}

	@Override
	public String getContextualName(StatementContext context) {
		String summary = context.statement().summary();
		return (context.batchSize() > 1) ? "BATCH " + summary : summary;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(StatementContext context) {
		Throwable error = context.getError();
		return (error != null) ? tags(context.database(), context.statement(), error) : context.statement().tags();
	}

	static KeyValues tags(ObservedDatabase database, KnownStatement statement, @Nullable Throwable error) {
		return DatabaseTags.of(database.address().system(), statement.sql().operation(), statement.sql().collection(),
				database.name(), error);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(StatementContext context) {
		KeyValues keyValues = context.statement().attributes();
		if (context.batchSize() > 1) {
			keyValues = keyValues.and("db.operation.batch.size", String.valueOf(context.batchSize()));
		}
		if (context.returnedRows() != null) {
			keyValues = keyValues.and("db.response.returned_rows", context.returnedRows().toString());
		}
		if (context.affectedRows() != null) {
			keyValues = keyValues.and("db.response.affected_rows", context.affectedRows().toString());
		}
		if (context.getError() != null) {
			keyValues = keyValues.and("error.type", context.getError().getClass().getName());
		}
		if (context.getError() instanceof SQLException failed && failed.getSQLState() != null) {
			keyValues = keyValues.and("db.response.status_code", failed.getSQLState());
		}
		return keyValues;
	}

	static KeyValues attributes(ObservedDatabase database, KnownStatement statement) {
		DatabaseAddress address = database.address();
		KeyValues keyValues = KeyValues.of(DatabaseTags.QUERY_TEXT, statement.sql().text());
		if (address.host() != null) {
			keyValues = keyValues.and("server.address", address.host());
		}
		if (address.port() >= 0) {
			keyValues = keyValues.and("server.port", String.valueOf(address.port()));
		}
		if (address.namespace() != null) {
			keyValues = keyValues.and("db.namespace", address.namespace());
		}
		return keyValues;
	}

}
