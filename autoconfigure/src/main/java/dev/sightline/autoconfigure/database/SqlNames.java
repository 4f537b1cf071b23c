package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.SqlSearch.State;

/**
 * Reads names, part by part.
 */
final class SqlNames {

	private SqlNames() {
	}

	/**
	 * Whether the token is part of the name that is being read.
	 */
	static boolean continuesName(SqlSearch search, SqlToken token) {
		boolean dot = token.isMark('.');
		if (search.state == State.NAMED) {
			if (!dot) {
				return endName(search, token.keyword(), token.first());
			}
			search.state = State.DOT;
			return true;
		}
		if (search.state != State.DOT) {
			return false;
		}
		if (dot) {
			search.tables.name().addEmpty(token);
			return true;
		}
		search.state = State.NAMED;
		if (token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.NAME) {
			search.tables.name().add(token);
			return true;
		}
		return endName(search, token.keyword(), token.first());
	}

	/**
	 * End the name.
	 * @return whether it was none, and this is known with the token
	 */
	static boolean endName(SqlSearch search, @Nullable SqlKeyword keyword, char next) {
		search.state = State.NONE;
		switch (search.named) {
			case CALL -> search.tables.call();
			case BLOCK -> {
				if (next == '(' || next == ';') {
					search.operation = SqlKeyword.CALL.name();
					search.tables.call();
				}
				else if (next == ':') {
					search.state = State.BLOCK;
				}
			}
			case TARGET -> {
				if (keyword == SqlKeyword.INTO) {
					search.state = State.TARGET;
					return true;
				}
				found(search);
			}
			default -> {
				if (keyword == SqlKeyword.TABLE) {
					return true;
				}
				if (next != '(') {
					found(search);
				}
			}
		}
		return false;
	}

	private static void found(SqlSearch search) {
		boolean main = search.verb != null && (search.verb != SqlKeyword.SELECT || search.inTables);
		if (search.named == State.TARGET && (search.verb == SqlKeyword.UPDATE || search.verb == SqlKeyword.DELETE)) {
			search.tables.addTarget(main);
		}
		else {
			search.tables.add(main);
			if (search.tables.hasTarget() && search.nesting.depth() == search.verbDepth) {
				search.state = State.ALIAS;
			}
		}
	}

	static void startName(SqlSearch search, SqlToken token) {
		search.tables.name().start(token);
		search.named = search.state;
		search.state = State.NAMED;
	}

}
