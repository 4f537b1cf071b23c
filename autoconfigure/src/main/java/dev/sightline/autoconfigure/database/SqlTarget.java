package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.SqlKeyword.Role;

/**
 * Finds the operation and the table of a statement, token by token.
 */
final class SqlTarget {

	private final SqlNesting nesting = new SqlNesting();

	private final SqlTables tables;

	private String operation = "_OTHER";

	/**
	 * The word that starts the main statement, which is not the operation of an
	 * {@code EXPLAIN}.
	 */
	private @Nullable SqlKeyword verb;

	private int verbDepth;

	/**
	 * Whether the FROM of the main SELECT was reached.
	 */
	private boolean inTables;

	private State state = State.START;

	/**
	 * What a name that is being read is expected as.
	 */
	private State named = State.NONE;

	/**
	 * Where the search goes on when a pair of parentheses is closed.
	 */
	private State resumed = State.NONE;

	private int resumedDepth = -1;

	/**
	 * Whether a statement or a pair of parentheses has just begun.
	 */
	private boolean fresh = true;

	private @Nullable SqlKeyword last;

	private boolean secret;

	SqlTarget(String sql) {
		this.tables = new SqlTables(sql);
	}

	void accept(SqlScanner token) {
		SqlKeyword keyword = token.keyword();
		this.secret = keyword == SqlKeyword.BY && this.last == SqlKeyword.IDENTIFIED
				|| keyword == SqlKeyword.PASSWORD && mayHoldPassword();
		if (this.state != State.OVER && !continuesName(token)) {
			switch (token.kind()) {
				case WORD -> word(token, keyword);
				case NAME -> name(token);
				case VALUE -> value();
				case MARK -> mark(token.mark());
			}
		}
		this.last = keyword;
	}

	private boolean continuesName(SqlScanner token) {
		boolean dot = token.isMark('.');
		if (this.state == State.NAMED) {
			if (!dot) {
				return endName(token.keyword(), token.mark());
			}
			this.state = State.DOT;
			return true;
		}
		if (this.state != State.DOT) {
			return false;
		}
		if (dot) {
			this.tables.name().addEmpty(token);
			return true;
		}
		this.state = State.NAMED;
		if (token.kind() == SqlScanner.Kind.WORD || token.kind() == SqlScanner.Kind.NAME) {
			this.tables.name().add(token);
			return true;
		}
		return endName(token.keyword(), token.mark());
	}

	/**
	 * End the name.
	 * @return whether it was none, and this is known with the token
	 */
	private boolean endName(@Nullable SqlKeyword keyword, char next) {
		this.state = State.NONE;
		switch (this.named) {
			case CALL -> this.tables.call();
			case BLOCK -> {
				if (next == '(' || next == ';') {
					this.operation = SqlKeyword.CALL.name();
					this.tables.call();
				}
				else if (next == ':') {
					this.state = State.BLOCK;
				}
			}
			case TARGET -> {
				if (keyword == SqlKeyword.INTO) {
					this.state = State.TARGET;
					return true;
				}
				found();
			}
			default -> {
				if (keyword == SqlKeyword.TABLE) {
					return true;
				}
				if (next != '(') {
					found();
				}
			}
		}
		return false;
	}

	private void found() {
		boolean main = this.verb != null && (this.verb != SqlKeyword.SELECT || this.inTables);
		if (this.named == State.TARGET && (this.verb == SqlKeyword.UPDATE || this.verb == SqlKeyword.DELETE)) {
			this.tables.addTarget(main);
		}
		else {
			this.tables.add(main);
			if (this.tables.hasTarget() && this.nesting.depth() == this.verbDepth) {
				this.state = State.ALIAS;
			}
		}
	}

	private void word(SqlScanner token, @Nullable SqlKeyword keyword) {
		boolean begins = this.fresh;
		this.fresh = false;
		switch (this.state) {
			case START -> start(keyword);
			case SEEK -> seek(keyword);
			case BLOCK -> block(token, keyword);
			case OBJECT -> object(keyword);
			case QUERY_NAME -> queryName(token, keyword);
			case QUERY -> this.state = (keyword == SqlKeyword.AS) ? State.QUERY_BODY : State.QUERY;
			case INDEXED -> this.state = (keyword == SqlKeyword.ON) ? State.TARGET : State.INDEXED;
			case INTO -> into(keyword, begins);
			case CALL -> call(token, keyword);
			case TARGET, TABLE -> table(token, keyword, begins);
			case ALIAS -> alias(token, keyword);
			case NONE -> clause(keyword, begins);
			default -> {
			}
		}
	}

	private void name(SqlScanner token) {
		this.fresh = false;
		switch (this.state) {
			case START -> this.state = State.OVER;
			case QUERY_NAME -> queryName(token, null);
			case BLOCK, CALL, TARGET, TABLE -> startName(token);
			case ALIAS -> alias(token, null);
			default -> {
			}
		}
	}

	private void value() {
		this.state = switch (this.state) {
			case TARGET -> (this.last == SqlKeyword.TOP) ? State.TARGET : State.NONE;
			case TABLE, CALL, ALIAS -> State.NONE;
			default -> this.state;
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
		if (this.state == State.QUERY_BODY) {
			this.nesting.body();
			this.state = State.NONE;
		}
		else if (this.state == State.SEEK || this.state == State.QUERY || this.last == SqlKeyword.TOP) {
			this.resumed = this.state;
			this.resumedDepth = this.nesting.depth();
			this.state = State.NONE;
		}
		else if (this.state == State.CALL || this.state == State.ALIAS) {
			this.state = State.NONE;
		}
		this.nesting.open();
		this.fresh = true;
	}

	private void close() {
		if (this.nesting.close()) {
			this.state = State.SEEK;
		}
		else if (this.nesting.depth() == this.resumedDepth) {
			this.state = this.resumed;
			this.resumedDepth = -1;
		}
		else if (this.state == State.TARGET || this.state == State.TABLE || this.state == State.ALIAS) {
			this.state = State.NONE;
		}
		this.fresh = false;
	}

	private void comma() {
		if (this.state == State.SEEK && this.nesting.isWith()) {
			this.state = State.QUERY_NAME;
		}
		else if (this.nesting.isList()) {
			this.state = State.TABLE;
		}
		else {
			value();
		}
	}

	private void semicolon() {
		if (this.state != State.START && this.nesting.depth() <= this.verbDepth) {
			this.state = State.OVER;
		}
	}

	private void start(@Nullable SqlKeyword keyword) {
		if (keyword == SqlKeyword.WITH) {
			this.operation = SqlKeyword.SELECT.name();
			this.nesting.with();
			this.state = State.QUERY_NAME;
		}
		else if (keyword == SqlKeyword.FROM) {
			begin(SqlKeyword.SELECT);
			from();
		}
		else if (keyword == SqlKeyword.IF) {
			this.state = State.SEEK;
		}
		else if (keyword == null || !keyword.is(Role.VERB)) {
			this.state = State.OVER;
		}
		else {
			begin(keyword);
		}
	}

	private void begin(SqlKeyword keyword) {
		if (!this.operation.equals(SqlKeyword.EXPLAIN.name())) {
			this.operation = keyword.operation();
		}
		this.verb = keyword;
		this.verbDepth = this.nesting.depth();
		this.nesting.endWith();
		this.state = switch (keyword) {
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
			this.nesting.query();
		}
	}

	private void seek(@Nullable SqlKeyword keyword) {
		if (keyword == null || !keyword.is(Role.MAIN)) {
			return;
		}
		this.nesting.endWith();
		if (this.nesting.isInBody() || this.verb != null && this.verb != SqlKeyword.EXPLAIN) {
			this.state = State.NONE;
			clause(keyword, true);
		}
		else {
			begin(keyword);
		}
	}

	private void block(SqlScanner token, @Nullable SqlKeyword keyword) {
		if (keyword == null) {
			startName(token);
		}
		else if (keyword.is(Role.MAIN)) {
			begin(keyword);
		}
		else {
			this.state = State.NONE;
		}
	}

	private void object(@Nullable SqlKeyword keyword) {
		this.state = (keyword == SqlKeyword.TABLE || keyword == SqlKeyword.VIEW) ? State.TARGET
				: (keyword == SqlKeyword.INDEX || keyword == SqlKeyword.TRIGGER) ? State.INDEXED
						: (keyword != null && keyword.is(Role.MODIFIER)) ? State.OBJECT : State.NONE;
	}

	private void queryName(SqlScanner token, @Nullable SqlKeyword keyword) {
		if (keyword != SqlKeyword.RECURSIVE) {
			this.tables.name().addQuery(token);
			this.state = State.QUERY;
		}
	}

	private void into(@Nullable SqlKeyword keyword, boolean begins) {
		if (keyword == SqlKeyword.INTO) {
			this.state = State.TARGET;
		}
		else if (keyword == SqlKeyword.SELECT) {
			this.state = State.NONE;
			clause(keyword, begins);
		}
	}

	private void call(SqlScanner token, @Nullable SqlKeyword keyword) {
		if (keyword == SqlKeyword.IMMEDIATE || keyword == SqlKeyword.NEXT) {
			this.state = State.NONE;
		}
		else if (keyword != SqlKeyword.PROCEDURE && keyword != SqlKeyword.FUNCTION && token.mark() != '@') {
			startName(token);
		}
	}

	private void table(SqlScanner token, @Nullable SqlKeyword keyword, boolean begins) {
		boolean target = this.state == State.TARGET;
		if (keyword != null && keyword.is(target ? Role.SKIPPED : Role.LATERAL) || target
				&& (keyword == SqlKeyword.FROM && this.verb == SqlKeyword.DELETE || keyword == SqlKeyword.TOP)) {
			return;
		}
		if (target && (keyword == SqlKeyword.ALL || keyword == SqlKeyword.FIRST)) {
			this.state = State.INTO;
		}
		else if (keyword != null && keyword.is(Role.RESERVED) || begins && isNested(keyword)) {
			this.state = State.NONE;
			clause(keyword, begins);
		}
		else if (token.mark() == '@') {
			this.state = State.NONE;
		}
		else {
			startName(token);
		}
	}

	private void alias(SqlScanner token, @Nullable SqlKeyword keyword) {
		if (keyword != SqlKeyword.AS) {
			this.state = State.NONE;
			this.tables.alias(token);
			clause(keyword, false);
		}
	}

	private void clause(@Nullable SqlKeyword keyword, boolean begins) {
		if (keyword == null) {
			return;
		}
		if (keyword == SqlKeyword.FROM) {
			if (this.nesting.isQuery() && this.last != SqlKeyword.DISTINCT) {
				from();
			}
		}
		else if (keyword == SqlKeyword.JOIN) {
			this.state = State.TABLE;
		}
		else if (keyword == SqlKeyword.USING && this.verb == SqlKeyword.DELETE) {
			from();
		}
		else if (keyword == SqlKeyword.SELECT) {
			this.nesting.query();
		}
		else if (keyword.is(Role.CLAUSE)) {
			this.nesting.endList();
		}
		else if (begins) {
			nested(keyword);
		}
	}

	private void from() {
		this.nesting.startList();
		this.inTables |= this.verb != null && this.nesting.depth() == this.verbDepth;
		this.state = State.TABLE;
	}

	/**
	 * A statement in parentheses.
	 */
	private void nested(SqlKeyword keyword) {
		switch (keyword) {
			case WITH -> {
				this.nesting.with();
				this.state = State.QUERY_NAME;
			}
			case INSERT, MERGE -> this.state = State.INTO;
			case DELETE -> this.nesting.query();
			case UPDATE -> this.state = this.nesting.isInBody() ? State.TARGET : State.NONE;
			default -> {
			}
		}
	}

	private static boolean isNested(@Nullable SqlKeyword keyword) {
		return keyword == SqlKeyword.INSERT || keyword == SqlKeyword.MERGE || keyword == SqlKeyword.UPDATE
				|| keyword == SqlKeyword.DELETE;
	}

	private void startName(SqlScanner token) {
		this.tables.name().start(token);
		this.named = this.state;
		this.state = State.NAMED;
	}

	/**
	 * Whether a word such as {@code PASSWORD} starts a secret, and is not a column.
	 */
	private boolean mayHoldPassword() {
		if (this.state == State.TARGET || this.state == State.TABLE || this.state == State.NAMED) {
			return false;
		}
		if (this.verb == null) {
			return this.state == State.START || this.state == State.OVER;
		}
		boolean account = !this.verb.is(Role.MAIN) || this.verb == SqlKeyword.CREATE || this.verb == SqlKeyword.ALTER;
		return account && this.verb != SqlKeyword.VALUES && this.tables.collection() == null;
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
		return switch (this.state) {
			case TARGET, TABLE, CALL, DOT, QUERY_NAME -> true;
			default -> false;
		};
	}

	/**
	 * Whether no later token changes the outcome.
	 */
	boolean isFound() {
		return this.state == State.OVER || this.tables.isFound();
	}

	/**
	 * The statement has ended.
	 */
	void finish() {
		if (this.state == State.NAMED || this.state == State.DOT) {
			endName(null, ';');
		}
	}

	String operation() {
		return this.operation;
	}

	@Nullable String collection() {
		return this.tables.collection();
	}

	private enum State {

		START, SEEK, BLOCK, OBJECT, QUERY_NAME, QUERY, QUERY_BODY, INDEXED, INTO, CALL, TARGET, TABLE, NAMED, DOT,
		ALIAS, NONE, OVER

	}

}
