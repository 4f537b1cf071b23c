package dev.sightline.autoconfigure.alert;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import dev.sightline.autoconfigure.condition.PresentSignals;

/**
 * An alert as it is without settings.
 *
 * @param name its name in Prometheus, such as {@code HighErrorRate}
 * @param group the name of its group and value of its label {@code signal}
 * @param exporter whether it is about series of an exporter, not of this application
 * @param needs whether the application has what the alert is about
 * @param severity how bad it is
 * @param limit the limit, {@code null} if there is none to set
 * @param unit what the limit counts
 * @param pending how long it has to last
 * @param expression the query, with {@code ${limit}} and the placeholders of
 * {@link dev.sightline.autoconfigure.rules.RuleScope#fill}
 * @param summary a sentence, with the same placeholders
 * @param description what is known of a case, with placeholders of Prometheus too
 */
record AlertDefinition(String name, String group, boolean exporter, Predicate<PresentSignals> needs, Severity severity,
		@Nullable Double limit, Unit unit, Duration pending, String expression, String summary, String description) {

	/**
	 * The key of the alert below {@code sightline.alerts}, such as
	 * {@code high-error-rate}.
	 */
	String key() {
		return this.name.replace("PostgreSQL", "Postgresql")
			.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
			.toLowerCase(Locale.ROOT);
	}

	/**
	 * Where the runbook is, below the folder of runbooks.
	 */
	String runbook() {
		return this.group + ".md#" + this.name.toLowerCase(Locale.ROOT);
	}

	/**
	 * Builds a definition in the order in which it is read.
	 */
	static final class Builder {

		private final String name;

		private final AlertGroup group;

		private final Severity severity;

		private Predicate<PresentSignals> needs;

		private @Nullable Double limit;

		private Unit unit = Unit.COUNT;

		private Duration pending = Duration.ZERO;

		private @Nullable String expression;

		Builder(String name, AlertGroup group, Severity severity) {
			this.name = name;
			this.group = group;
			this.severity = severity;
			this.needs = group.needs();
		}

		Builder needs(Predicate<PresentSignals> more) {
			this.needs = this.needs.and(more);
			return this;
		}

		Builder limit(double limit, Unit unit) {
			this.limit = limit;
			this.unit = unit;
			return this;
		}

		Builder minutes(long minutes) {
			this.pending = Duration.ofMinutes(minutes);
			return this;
		}

		Builder when(String expression) {
			this.expression = expression.strip();
			return this;
		}

		AlertDefinition says(String summary, String description) {
			Assert.state(this.expression != null, "'expression' must not be null");
			return new AlertDefinition(this.name, this.group.name(), this.group.exporter(), this.needs, this.severity,
					this.limit, this.unit, this.pending, this.expression, summary, description);
		}

	}

}
