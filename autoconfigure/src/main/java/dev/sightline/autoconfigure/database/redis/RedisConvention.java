package dev.sightline.autoconfigure.database.redis;

import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisCommandExecutionException;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.DatabaseTags;

/**
 * The names of a command. Its arguments are nowhere.
 */
class RedisConvention implements ObservationConvention<RedisContext> {

	/**
	 * With these words Redis begins what it says of an error. What else a script may say
	 * is not told.
	 */
	private static final Set<String> CODES = Set.of("ERR", "WRONGTYPE", "WRONGPASS", "NOAUTH", "NOPERM", "NOSCRIPT",
			"BUSY", "LOADING", "READONLY", "OOM", "MISCONF", "MASTERDOWN", "NOREPLICAS", "EXECABORT", "CLUSTERDOWN",
			"TRYAGAIN", "CROSSSLOT", "BUSYGROUP", "NOGROUP", "BUSYKEY", "UNBLOCKED");

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof RedisContext;
	}

	@Override
	public String getName() {
		return DatabaseTags.DURATION;
	}

	@Override
	public String getContextualName(RedisContext context) {
		return context.operation().command();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RedisContext context) {
		Throwable error = context.getError();
		if (error == null) {
			return context.operation().success();
		}
		return DatabaseTags.of(RedisTarget.SYSTEM, context.operation().command(), null, context.target().pool(),
				context.isTimedOut() ? new TimeoutException() : error);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(RedisContext context) {
		Throwable error = context.getError();
		if (error == null) {
			return context.target().attributes();
		}
		String type = type(error);
		// Micrometer Tracing makes the status of the span of the key "error".
		return context.target().attributes().and("error.type", type, "error", type);
	}

	private static String type(Throwable error) {
		String code = (error instanceof RedisCommandExecutionException) ? code(error.getMessage()) : null;
		return (code != null) ? code : error.getClass().getSimpleName();
	}

	private static @Nullable String code(@Nullable String message) {
		int blank = (message != null) ? message.indexOf(' ') : -1;
		String code = (message != null && blank > 0) ? message.substring(0, blank) : "";
		return CODES.contains(code) ? code : null;
	}

}
