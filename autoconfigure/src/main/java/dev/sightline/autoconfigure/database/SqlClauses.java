package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.SqlKeyword.Role;
import dev.sightline.autoconfigure.database.SqlSearch.State;

/**
 * Follows the clauses of a statement to its tables.
 */
final class SqlClauses {

	private SqlClauses() {
	}

	/**
	 * A word where the name of a table is expected.
	 */
	static void table(SqlSearch search, SqlToken token, @Nullable SqlKeyword keyword, boolean begins) {
		boolean target = search.state == State.TARGET;
		if (keyword != null && keyword.is(target ? Role.SKIPPED : Role.LATERAL) || target
				&& (keyword == SqlKeyword.FROM && search.verb == SqlKeyword.DELETE || keyword == SqlKeyword.TOP)) {
			return;
		}
		if (target && (keyword == SqlKeyword.ALL || keyword == SqlKeyword.FIRST)) {
			search.state = State.INTO;
		}
		else if (keyword != null && keyword.is(Role.RESERVED) || begins && isNested(keyword)) {
			search.state = State.NONE;
			clause(search, keyword, begins);
		}
		else if (token.first() == '@') {
			search.state = State.NONE;
		}
		else {
			SqlNames.startName(search, token);
		}
	}

	/**
	 * A token behind the name of a table.
	 */
	static void alias(SqlSearch search, SqlToken token, @Nullable SqlKeyword keyword) {
		if (keyword != SqlKeyword.AS) {
			search.state = State.NONE;
			search.tables.alias(token);
			clause(search, keyword, false);
		}
	}

	/**
	 * A word anywhere else.
	 */
	static void clause(SqlSearch search, @Nullable SqlKeyword keyword, boolean begins) {
		if (keyword == null) {
			return;
		}
		if (keyword == SqlKeyword.FROM) {
			if (search.nesting.isQuery() && search.last != SqlKeyword.DISTINCT) {
				from(search);
			}
		}
		else if (keyword == SqlKeyword.JOIN) {
			search.state = State.TABLE;
		}
		else if (keyword == SqlKeyword.USING && search.verb == SqlKeyword.DELETE) {
			from(search);
		}
		else if (keyword == SqlKeyword.SELECT) {
			search.nesting.query();
		}
		else if (keyword.is(Role.CLAUSE)) {
			search.nesting.endList();
		}
		else if (begins) {
			nested(search, keyword);
		}
	}

	static void from(SqlSearch search) {
		search.nesting.startList();
		search.inTables |= search.verb != null && search.nesting.depth() == search.verbDepth;
		search.state = State.TABLE;
	}

	/**
	 * A statement in parentheses.
	 */
	private static void nested(SqlSearch search, SqlKeyword keyword) {
		switch (keyword) {
			case WITH -> {
				search.nesting.with();
				search.state = State.QUERY_NAME;
			}
			case INSERT, MERGE -> search.state = State.INTO;
			case DELETE -> search.nesting.query();
			case UPDATE -> search.state = search.nesting.isInBody() ? State.TARGET : State.NONE;
			default -> {
			}
		}
	}

	private static boolean isNested(@Nullable SqlKeyword keyword) {
		return keyword == SqlKeyword.INSERT || keyword == SqlKeyword.MERGE || keyword == SqlKeyword.UPDATE
				|| keyword == SqlKeyword.DELETE;
	}

	/**
	 * A name behind WITH.
	 */
	static void queryName(SqlSearch search, SqlToken token, @Nullable SqlKeyword keyword) {
		if (keyword != SqlKeyword.RECURSIVE) {
			search.tables.name().addQuery(token);
			search.state = State.QUERY;
		}
	}

}
