package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the table of a statement among the names found in it.
 */
final class SqlTables {

	private final SqlName name;

	private @Nullable String collection;

	/**
	 * The first table of a query that stands in front of the main one or in its list of
	 * columns.
	 */
	private @Nullable String inner;

	private int targetFrom;

	private int targetTo;

	SqlTables(String sql) {
		this.name = new SqlName(sql);
	}

	SqlName name() {
		return this.name;
	}

	/**
	 * A table was found.
	 * @param main whether it is one of the main statement
	 */
	void add(boolean main) {
		if (this.collection != null) {
			return;
		}
		boolean query = this.name.isQuery();
		if (main) {
			this.collection = query ? this.inner : this.name.text();
		}
		else if (this.inner == null && !query) {
			this.inner = this.name.text();
		}
	}

	/**
	 * The table that is changed was found. It may be an alias.
	 */
	void addTarget(boolean main) {
		if (main && this.collection == null && this.name.isSimple()) {
			this.targetFrom = this.name.from();
			this.targetTo = this.name.to();
		}
		add(main);
	}

	/**
	 * What was found stands in a condition, as in {@code IF EXISTS (SELECT ...)}.
	 */
	void clear() {
		this.inner = null;
	}

	/**
	 * A procedure is called.
	 */
	void call() {
		this.collection = this.name.text();
	}

	/**
	 * The name that was found last has an alias.
	 */
	void alias(SqlToken token) {
		if (hasTarget() && this.name.matches(token.from(), token.to(), this.targetFrom, this.targetTo)) {
			this.collection = this.name.text();
			this.targetTo = this.targetFrom;
		}
	}

	/**
	 * Whether the name of the table that is changed may be an alias.
	 */
	boolean hasTarget() {
		return this.targetTo > this.targetFrom;
	}

	boolean isFound() {
		return this.collection != null && !hasTarget();
	}

	@Nullable String collection() {
		return (this.collection != null) ? this.collection : this.inner;
	}

}
