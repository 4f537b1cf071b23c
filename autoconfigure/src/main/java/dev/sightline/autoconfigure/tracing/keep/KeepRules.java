package dev.sightline.autoconfigure.tracing.keep;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.tracing.keep.KeepProperties.Errors;

/**
 * Says what is kept, once it is known how it ended.
 */
class KeepRules {

	/**
	 * What a call of a model cost, as an attribute of its span.
	 */
	static final String COST = "gen_ai.usage.cost.amount";

	private final boolean errors;

	private final long slowerThan;

	private final double costlierThan;

	KeepRules(KeepProperties properties) {
		this.errors = properties.getErrors() != Errors.NONE;
		this.slowerThan = nanos(properties.getSlowerThan());
		Double cost = properties.getCostlierThan();
		if (cost != null && !(cost >= 0)) {
			throw invalid("costlier-than", cost, "It has to be 0 or more.");
		}
		this.costlierThan = (cost != null) ? cost : Double.POSITIVE_INFINITY;
	}

	private static long nanos(@Nullable Duration time) {
		if (time == null) {
			return Long.MAX_VALUE;
		}
		if (time.isNegative() || time.isZero() || time.compareTo(Duration.ofDays(1)) > 0) {
			throw invalid("slower-than", time, "It has to be longer than nothing and at most a day, such as 1s.");
		}
		return time.toNanos();
	}

	static InvalidConfigurationPropertyValueException invalid(String key, Object value, String remedy) {
		return new InvalidConfigurationPropertyValueException(KeepProperties.PREFIX + "." + key, value, remedy);
	}

	/**
	 * Whether anything may be kept.
	 */
	boolean isAny() {
		return this.errors || this.slowerThan < Long.MAX_VALUE || isCost();
	}

	/**
	 * Whether cost matters.
	 */
	boolean isCost() {
		return this.costlierThan < Double.POSITIVE_INFINITY;
	}

	/**
	 * Whether something failed.
	 * @param outcome the outcome that Spring gives a request, {@code null} if it is none
	 * @param error whether there was an error
	 */
	static boolean isFailed(@Nullable String outcome, boolean error) {
		return "SERVER_ERROR".equals(outcome) || (error && !"CLIENT_ERROR".equals(outcome));
	}

	/**
	 * Why something is kept.
	 * @return the reason, {@code null} if it is not
	 */
	@Nullable KeepReason reason(boolean failed, long nanos, double cost) {
		if (failed && this.errors) {
			return KeepReason.ERROR;
		}
		if (nanos > this.slowerThan) {
			return KeepReason.SLOW;
		}
		return (cost > this.costlierThan) ? KeepReason.COST : null;
	}

}
