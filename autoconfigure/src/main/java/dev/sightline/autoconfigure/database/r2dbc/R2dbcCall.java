package dev.sightline.autoconfigure.database.r2dbc;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.DatabaseTags;
import dev.sightline.autoconfigure.database.SqlStatement;
import dev.sightline.autoconfigure.trail.Crumb;

/**
 * One statement, or a batch of them, while it runs.
 *
 * @param target where it goes
 * @param statement what it does; what the first of a batch does
 * @param collection its table as it stands in tags, {@code null} if there is none
 * @param batchSize how many statements or sets of parameters there are
 * @param parent within what it runs, {@code null} if that is not known
 * @param observation what observes it, {@code null} if nobody has to
 */
record R2dbcCall(R2dbcTarget target, SqlStatement statement, @Nullable String collection, int batchSize,
		@Nullable Observation parent, @Nullable Observation observation) implements Crumb {

	private static final String OTHER = "_OTHER";

	R2dbcCall observedBy(Observation observation) {
		return new R2dbcCall(this.target, this.statement, this.collection, this.batchSize, this.parent, observation);
	}

	/**
	 * Its kind, as timers know it.
	 */
	Kind kind() {
		return new Kind(this.target, this.statement.operation(), this.collection);
	}

	@Override
	public String name() {
		return DatabaseTags.DURATION;
	}

	@Override
	public String message() {
		String operation = this.statement.operation();
		if (this.collection != null) {
			return operation + " " + this.collection;
		}
		return !operation.equals(OTHER) ? operation : this.target.system();
	}

	@Override
	public KeyValues keyValues() {
		return kind().tags().and(DatabaseTags.QUERY_TEXT, this.statement.text());
	}

	/**
	 * What statements are told apart by.
	 */
	record Kind(R2dbcTarget target, String operation, @Nullable String collection) {

		KeyValues tags(@Nullable Throwable error) {
			return DatabaseTags.of(this.target.system(), this.operation, this.collection, this.target.pool(), error);
		}

		KeyValues tags() {
			return tags(null);
		}

	}

}
