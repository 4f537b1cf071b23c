package dev.sightline.autoconfigure.database.r2dbc;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcTimeoutException;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.DatabaseTags;

/**
 * The names of a statement.
 */
class R2dbcConvention implements ObservationConvention<R2dbcContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof R2dbcContext;
	}

	@Override
	public String getName() {
		return DatabaseTags.DURATION;
	}

	@Override
	public String getContextualName(R2dbcContext context) {
		return context.call().message();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(R2dbcContext context) {
		return context.call().kind().tags(reason(context.getError()));
	}

	/**
	 * What the shared names know the reason of a failure by.
	 */
	private static @Nullable Throwable reason(@Nullable Throwable error) {
		if (error instanceof R2dbcTimeoutException) {
			return new TimeoutException();
		}
		boolean cancelled = error instanceof R2dbcException failed
				&& DatabaseTags.QUERY_CANCELED.equals(failed.getSqlState());
		return cancelled ? new CancellationException() : error;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(R2dbcContext context) {
		KeyValues keyValues = context.call()
			.target()
			.attributes()
			.and(DatabaseTags.QUERY_TEXT, context.call().statement().text());
		if (context.call().batchSize() > 1) {
			keyValues = keyValues.and("db.operation.batch.size", Integer.toString(context.call().batchSize()));
		}
		for (int i = 0; i < context.getParams().size(); i++) {
			// Only the user's own setting brings them here.
			keyValues = keyValues.and("r2dbc.params[" + i + "]", context.getParams().get(i));
		}
		Throwable error = context.getError();
		if (error != null) {
			String type = error.getClass().getSimpleName();
			// Micrometer Tracing makes the status of the span of the key "error".
			keyValues = keyValues.and("error.type", type, "error", type);
			if (error instanceof R2dbcException failed && failed.getSqlState() != null) {
				keyValues = keyValues.and("db.response.status_code", failed.getSqlState());
			}
		}
		return keyValues;
	}

}
