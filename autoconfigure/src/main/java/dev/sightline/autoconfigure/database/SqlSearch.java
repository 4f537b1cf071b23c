package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a statement of which a part was read.
 */
final class SqlSearch {

	final SqlNesting nesting = new SqlNesting();

	final SqlTables tables;

	String operation = "_OTHER";

	/**
	 * The word that starts the main statement, which is not the operation of an
	 * {@code EXPLAIN}.
	 */
	@Nullable SqlKeyword verb;

	int verbDepth;

	/**
	 * Whether the FROM of the main statement was reached.
	 */
	boolean inTables;

	State state = State.START;

	/**
	 * What a name that is being read was expected as.
	 */
	State named = State.NONE;

	/**
	 * The token before, if it is a keyword.
	 */
	@Nullable SqlKeyword last;

	SqlSearch(String sql) {
		this.tables = new SqlTables(sql);
	}

	/**
	 * What is expected next.
	 */
	enum State {

		/** The word that starts the statement. */
		START,

		/** The word that starts the main statement, behind a WITH, an IF, an EXPLAIN. */
		SEEK,

		/** A transaction or the statements of a block: BEGIN was read. */
		BLOCK,

		/** The kind of object that is created or dropped. */
		OBJECT,

		/** The name of a query: WITH was read. */
		QUERY_NAME,

		/** The AS behind the name of a query. */
		QUERY,

		/** The query that WITH names. */
		QUERY_BODY,

		/** The ON of an index or a trigger. */
		INDEXED,

		/** An INTO. */
		INTO,

		/** The name of a procedure. */
		CALL,

		/** The name of the table that is changed. */
		TARGET,

		/** The name of a table in a FROM. */
		TABLE,

		/** A dot, or the end of a name. */
		NAMED,

		/** The next part of a name. */
		DOT,

		/** The alias of a table. */
		ALIAS,

		/** A clause in which tables stand. */
		NONE,

		/** Nothing of interest. */
		OVER

	}

}
