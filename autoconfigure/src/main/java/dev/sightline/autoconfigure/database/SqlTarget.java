package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.SqlKeyword.Role;
import dev.sightline.autoconfigure.database.SqlSearch.State;

/**
 * Finds the operation and the table of a statement, token by token.
 */
final class SqlTarget {

	private final SqlSearch search;

	/**
	 * Where the search goes on when a pair of parentheses is closed.
	 */
	private State resumed = State.NONE;

	private int resumedDepth = -1;

	/**
	 * Whether a statement or a pair of parentheses has just begun.
	 */
	private boolean fresh = true;

	private boolean secret;

	SqlTarget(String sql) {
		this.search = new SqlSearch(sql);
	}

	void accept(SqlToken token) {
		SqlKeyword keyword = token.keyword();
		this.secret = keyword == SqlKeyword.BY && this.search.last == SqlKeyword.IDENTIFIED
				|| keyword == SqlKeyword.PASSWORD && mayHoldPassword();
		if (this.search.state != State.OVER && !SqlNames.continuesName(this.search, token)) {
			switch (token.kind()) {
				case WORD -> word(token, keyword);
				case NAME -> name(token);
				case VALUE -> value();
				case MARK -> mark(token.first());
			}
		}
		this.search.last = keyword;
	}

	private void word(SqlToken token, @Nullable SqlKeyword keyword) {
		boolean begins = this.fresh;
		this.fresh = false;
		switch (this.search.state) {
			case START -> SqlVerbs.start(this.search, keyword);
			case SEEK -> SqlVerbs.seek(this.search, keyword);
			case BLOCK -> SqlVerbs.block(this.search, token, keyword);
			case OBJECT -> SqlVerbs.object(this.search, keyword);
			case QUERY_NAME -> SqlClauses.queryName(this.search, token, keyword);
			case QUERY -> this.search.state = (keyword == SqlKeyword.AS) ? State.QUERY_BODY : State.QUERY;
			case INDEXED -> this.search.state = (keyword == SqlKeyword.ON) ? State.TARGET : State.INDEXED;
			case INTO -> SqlVerbs.into(this.search, keyword, begins);
			case CALL -> SqlVerbs.call(this.search, token, keyword);
			case TARGET, TABLE -> SqlClauses.table(this.search, token, keyword, begins);
			case ALIAS -> SqlClauses.alias(this.search, token, keyword);
			case NONE -> SqlClauses.clause(this.search, keyword, begins);
			default -> {
			}
		}
	}

	private void name(SqlToken token) {
		this.fresh = false;
		switch (this.search.state) {
			case START -> this.search.state = State.OVER;
			case QUERY_NAME -> SqlClauses.queryName(this.search, token, null);
			case BLOCK, CALL, TARGET, TABLE -> SqlNames.startName(this.search, token);
			case ALIAS -> SqlClauses.alias(this.search, token, null);
			default -> {
			}
		}
	}

	private void value() {
		this.search.state = switch (this.search.state) {
			case TARGET -> (this.search.last == SqlKeyword.TOP) ? State.TARGET : State.NONE;
			case TABLE, CALL, ALIAS -> State.NONE;
			default -> this.search.state;
		};
	}

	private void mark(char mark) {
		switch (mark) {
			case '(' -> open();
			case ')' -> close();
			case ',' -> comma();
			case ';' -> semicolon();
			case '{', '=', ':' -> {
			}
			default -> value();
		}
	}

	private void open() {
		if (this.search.state == State.QUERY_BODY) {
			this.search.nesting.body();
			this.search.state = State.NONE;
		}
		else if (this.search.state == State.SEEK || this.search.state == State.QUERY
				|| this.search.last == SqlKeyword.TOP) {
			this.resumed = this.search.state;
			this.resumedDepth = this.search.nesting.depth();
			this.search.state = State.NONE;
		}
		else if (this.search.state == State.CALL || this.search.state == State.ALIAS) {
			this.search.state = State.NONE;
		}
		this.search.nesting.open();
		this.fresh = true;
	}

	private void close() {
		if (this.search.nesting.close()) {
			this.search.state = State.SEEK;
		}
		else if (this.search.nesting.depth() == this.resumedDepth) {
			this.search.state = this.resumed;
			this.resumedDepth = -1;
		}
		else if (this.search.state == State.TARGET || this.search.state == State.TABLE
				|| this.search.state == State.ALIAS) {
			this.search.state = State.NONE;
		}
		this.fresh = false;
	}

	private void comma() {
		if (this.search.state == State.SEEK && this.search.nesting.isWith()) {
			this.search.state = State.QUERY_NAME;
		}
		else if (this.search.nesting.isList()) {
			this.search.state = State.TABLE;
		}
		else {
			value();
		}
	}

	private void semicolon() {
		if (this.search.state != State.START && this.search.nesting.depth() <= this.search.verbDepth) {
			this.search.state = State.OVER;
		}
	}

	/**
	 * Whether a word such as {@code PASSWORD} starts a secret, and is not a column.
	 */
	private boolean mayHoldPassword() {
		if (this.search.state == State.TARGET || this.search.state == State.TABLE || this.search.state == State.NAMED) {
			return false;
		}
		if (this.search.verb == null) {
			return this.search.state == State.START || this.search.state == State.OVER;
		}
		boolean account = !this.search.verb.is(Role.MAIN) || this.search.verb == SqlKeyword.CREATE
				|| this.search.verb == SqlKeyword.ALTER;
		return account && this.search.verb != SqlKeyword.VALUES && this.search.tables.collection() == null;
	}

	/**
	 * Whether what follows is a secret.
	 */
	boolean isSecretNext() {
		return this.secret;
	}

	/**
	 * Whether the next token may be the name of a table.
	 */
	boolean isNameExpected() {
		return switch (this.search.state) {
			case TARGET, TABLE, CALL, DOT, QUERY_NAME -> true;
			default -> false;
		};
	}

	/**
	 * Whether no later token changes the outcome.
	 */
	boolean isFound() {
		return this.search.state == State.OVER || this.search.tables.isFound();
	}

	/**
	 * The statement has ended.
	 */
	void finish() {
		if (this.search.state == State.NAMED || this.search.state == State.DOT) {
			SqlNames.endName(this.search, null, ';');
		}
	}

	String operation() {
		return this.search.operation;
	}

	@Nullable String collection() {
		return this.search.tables.collection();
	}

}
