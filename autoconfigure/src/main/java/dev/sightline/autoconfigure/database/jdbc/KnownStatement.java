package dev.sightline.autoconfigure.database.jdbc;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.DatabaseTags;
import dev.sightline.autoconfigure.database.SqlStatement;
import dev.sightline.autoconfigure.trail.Crumb;

/**
 * A statement as one data source knows it, with what is the same each time that it
 * succeeds.
 */
final class KnownStatement implements Crumb {

	private final ObservedDatabase database;

	private final SqlStatement sql;

	private final String summary;

	private volatile @Nullable Timer timer;

	private volatile int generation;

	private volatile @Nullable KeyValues tags;

	private volatile @Nullable KeyValues attributes;

	KnownStatement(ObservedDatabase database, SqlStatement sql) {
		this.database = database;
		this.sql = sql;
		this.summary = (sql.collection() != null) ? sql.operation() + " " + sql.collection() : sql.operation();
	}

	SqlStatement sql() {
		return this.sql;
	}

	/**
	 * The timer of those that succeed.
	 * @param generation of the meters that it has to be of
	 * @return {@code null} if there is none
	 */
	@Nullable Timer timer(int generation) {
		return (this.generation == generation) ? this.timer : null;
	}

	void timer(Timer timer, int generation) {
		this.timer = timer;
		this.generation = generation;
	}

	/**
	 * The tags of those that succeed.
	 */
	KeyValues tags() {
		KeyValues tags = this.tags;
		if (tags == null) {
			tags = StatementConvention.tags(this.database, this, null);
			this.tags = tags;
		}
		return tags;
	}

	/**
	 * What else its spans tell.
	 */
	KeyValues attributes() {
		KeyValues attributes = this.attributes;
		if (attributes == null) {
			attributes = StatementConvention.attributes(this.database, this);
			this.attributes = attributes;
		}
		return attributes;
	}

	/**
	 * Whether it differs from another in literals at most.
	 */
	boolean isLike(KnownStatement other) {
		return this == other || this.sql.text().hashCode() == other.sql.text().hashCode()
				&& this.sql.text().equals(other.sql.text());
	}

	/**
	 * What is done to what, as in {@code SELECT tickets}.
	 */
	String summary() {
		return this.summary;
	}

	@Override
	public String name() {
		return DatabaseTags.DURATION;
	}

	@Override
	public String message() {
		return this.summary;
	}

	@Override
	public KeyValues keyValues() {
		return tags().and(DatabaseTags.QUERY_TEXT, this.sql.text());
	}

}
