package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.SqlKeyword.Role;
import dev.sightline.autoconfigure.database.SqlSearch.State;

/**
 * Reads the words that start a statement, up to where its table is expected.
 */
final class SqlVerbs {

	private SqlVerbs() {
	}

	/**
	 * The first word.
	 */
	static void start(SqlSearch search, @Nullable SqlKeyword keyword) {
		if (keyword == SqlKeyword.WITH) {
			search.operation = SqlKeyword.SELECT.name();
			search.nesting.with();
			search.state = State.QUERY_NAME;
		}
		else if (keyword == SqlKeyword.FROM) {
			begin(search, SqlKeyword.SELECT);
			SqlClauses.from(search);
		}
		else if (keyword == SqlKeyword.IF) {
			search.state = State.SEEK;
		}
		else if (keyword == null || !keyword.is(Role.VERB)) {
			search.state = State.OVER;
		}
		else {
			begin(search, keyword);
		}
	}

	private static void begin(SqlSearch search, SqlKeyword keyword) {
		if (!search.operation.equals(SqlKeyword.EXPLAIN.name())) {
			search.operation = keyword.operation();
		}
		search.verb = keyword;
		search.verbDepth = search.nesting.depth();
		search.nesting.endWith();
		search.state = switch (keyword) {
			case INSERT, UPDATE, DELETE, MERGE, REPLACE, UPSERT, TABLE, TRUNCATE, COPY, LOCK, ANALYZE, VACUUM, DESC,
					DESCRIBE, RENAME, OPTIMIZE, REINDEX ->
				State.TARGET;
			case CREATE, ALTER, DROP, REFRESH, COMMENT -> State.OBJECT;
			case CALL, EXEC, EXECUTE -> State.CALL;
			case EXPLAIN -> State.SEEK;
			case BEGIN -> State.BLOCK;
			case LOAD -> State.INTO;
			default -> State.NONE;
		};
		if (keyword == SqlKeyword.SELECT || keyword == SqlKeyword.UPDATE || keyword == SqlKeyword.DELETE) {
			search.nesting.query();
		}
	}

	/**
	 * A word in front of the main statement.
	 */
	static void seek(SqlSearch search, @Nullable SqlKeyword keyword) {
		if (keyword == null || !keyword.is(Role.MAIN)) {
			return;
		}
		search.nesting.endWith();
		if (search.nesting.isInBody() || search.verb != null && search.verb != SqlKeyword.EXPLAIN) {
			search.state = State.NONE;
			SqlClauses.clause(search, keyword, true);
		}
		else {
			if (search.verb == null && !search.operation.equals(SqlKeyword.SELECT.name())) {
				search.tables.clear();
			}
			begin(search, keyword);
		}
	}

	/**
	 * A word behind BEGIN.
	 */
	static void block(SqlSearch search, SqlToken token, @Nullable SqlKeyword keyword) {
		if (keyword != null && keyword.is(Role.MAIN)) {
			begin(search, keyword);
		}
		else if (keyword != null && keyword.is(Role.BLOCK | Role.RESERVED)) {
			search.state = State.NONE;
		}
		else {
			SqlNames.startName(search, token);
		}
	}

	/**
	 * A word behind CREATE, ALTER or DROP.
	 */
	static void object(SqlSearch search, @Nullable SqlKeyword keyword) {
		search.state = (keyword == SqlKeyword.TABLE || keyword == SqlKeyword.VIEW) ? State.TARGET
				: (keyword == SqlKeyword.INDEX || keyword == SqlKeyword.TRIGGER) ? State.INDEXED
						: (keyword != null && keyword.is(Role.MODIFIER)) ? State.OBJECT : State.OVER;
	}

	/**
	 * A word in front of an INTO.
	 */
	static void into(SqlSearch search, @Nullable SqlKeyword keyword, boolean begins) {
		if (keyword == SqlKeyword.INTO) {
			search.state = State.TARGET;
		}
		else if (keyword == SqlKeyword.SELECT) {
			search.state = State.NONE;
			SqlClauses.clause(search, keyword, begins);
		}
	}

	/**
	 * A word behind CALL.
	 */
	static void call(SqlSearch search, SqlToken token, @Nullable SqlKeyword keyword) {
		if (keyword == SqlKeyword.IMMEDIATE || keyword == SqlKeyword.NEXT) {
			search.state = State.NONE;
		}
		else if (keyword != SqlKeyword.PROCEDURE && keyword != SqlKeyword.FUNCTION && token.first() != '@') {
			SqlNames.startName(search, token);
		}
	}

}
