package dev.sightline.autoconfigure.database;

import dev.sightline.autoconfigure.database.SqlToken.Kind;

/**
 * Reads a statement token by token, once and from left to right. Comments and white space
 * are no tokens.
 */
final class SqlScanner {

	/**
	 * As many characters are looked at. What comes later costs nothing and is not shown.
	 */
	static final int LIMIT = 32 * 1024;

	private final String sql;

	private final int limit;

	private int position;

	private final SqlToken token = new SqlToken();

	/**
	 * Whether a dot that was read qualifies a name.
	 */
	private boolean qualifier;

	private boolean any;

	private boolean cut;

	SqlScanner(String sql) {
		this.sql = sql;
		this.limit = Math.min(sql.length(), LIMIT);
		this.cut = sql.length() > LIMIT;
	}

	/**
	 * Read the next token.
	 * @param nameExpected whether a token in double quotes is the name of a table
	 * @return whether there is one
	 */
	boolean next(boolean nameExpected) {
		boolean spaced = skipBlanks(nameExpected);
		if (this.position >= this.limit) {
			return false;
		}
		SqlKeyword last = this.token.keyword();
		boolean qualified = this.qualifier && !spaced && this.token.isMark('.');
		boolean operand = this.any && this.token.isOperand();
		boolean attached = operand && !spaced;
		char c = this.sql.charAt(this.position);
		this.token.start(this.position, c, spaced);
		this.qualifier = attached;
		this.any = true;
		switch (c) {
			case '\'' -> value(SqlLiterals.string(this.sql, this.position, this.limit, last == SqlKeyword.ESCAPE));
			case '"' ->
				quoted(SqlLiterals.string(this.sql, this.position, this.limit, false), nameExpected || qualified);
			case '`' -> quoted(SqlLiterals.identifier(this.sql, this.position, this.limit), true);
			case '[' -> {
				boolean subscript = last == SqlKeyword.ARRAY || attached && !nameExpected;
				quoted(subscript ? SqlLiterals.NONE
						: SqlLiterals.bracket(this.sql, this.position, this.limit, nameExpected || qualified), true);
			}
			case '$' -> {
				int end = SqlLiterals.dollar(this.sql, this.position, this.limit);
				token((end == SqlLiterals.NONE) ? this.position + 1 : reach(end),
						(end == SqlLiterals.NONE) ? Kind.MARK : Kind.VALUE);
			}
			case '?' -> value(SqlCharacters.digits(this.sql, this.position + 1, this.limit));
			case ':' -> parameter(attached);
			case '+', '-' -> {
				boolean sign = !operand && SqlCharacters.isNumber(this.sql, this.position + 1, this.limit);
				token(sign ? SqlCharacters.number(this.sql, this.position + 1, this.limit) : this.position + 1,
						sign ? Kind.VALUE : Kind.MARK);
			}
			default -> {
				if (SqlCharacters.isNumber(this.sql, this.position, this.limit) && !(c == '.' && operand)) {
					number(nameExpected || qualified);
				}
				else if (SqlCharacters.isWord(c)) {
					word(qualified);
				}
				else {
					token(this.position + 1, Kind.MARK);
				}
			}
		}
		return true;
	}

	private boolean skipBlanks(boolean nameExpected) {
		int start = this.position;
		while (this.position < this.limit) {
			char c = this.sql.charAt(this.position);
			if (c > ' ' && c != '\u00A0') {
				int end = SqlComments.comment(this.sql, this.position, this.limit, this.any, nameExpected);
				if (end == SqlLiterals.NONE) {
					break;
				}
				this.position = reach(end);
			}
			else {
				this.position++;
			}
		}
		return this.position > start;
	}

	private void word(boolean qualified) {
		int hash = 0;
		int end = this.position;
		while (end < this.limit && SqlCharacters.isWordPart(this.sql.charAt(end))) {
			hash = SqlKeyword.hash(hash, this.sql.charAt(end++));
		}
		if (end < this.limit && this.sql.charAt(end) == '\'') {
			int string = SqlLiterals.prefixed(this.sql, this.position, end, this.limit);
			if (string != SqlLiterals.NONE) {
				value(string);
				return;
			}
		}
		token(end, Kind.WORD);
		if (!qualified) {
			this.token.keyword(SqlKeyword.find(this.sql, this.token.start(), end, hash));
		}
	}

	/**
	 * MySQL has names that start with a digit.
	 */
	private void number(boolean nameExpected) {
		int end = SqlCharacters.number(this.sql, this.position, this.limit);
		int digits = SqlCharacters.digits(this.sql, this.position, this.limit);
		boolean name = nameExpected && digits < this.limit && digits > this.position
				&& Character.isLetter(this.sql.charAt(digits));
		token(end, name ? Kind.WORD : Kind.VALUE);
	}

	/**
	 * A parameter, a cast as in {@code a::text}, or a colon.
	 */
	private void parameter(boolean attached) {
		int next = this.position + 1;
		int end = next;
		while (!attached && end < this.limit && SqlCharacters.isWordPart(this.sql.charAt(end))) {
			end++;
		}
		boolean cast = next < this.limit && this.sql.charAt(next) == ':';
		token(cast ? next + 1 : end, (end > next) ? Kind.VALUE : Kind.MARK);
	}

	private void quoted(int end, boolean name) {
		if (end == SqlLiterals.NONE) {
			token(this.position + 1, Kind.MARK);
			return;
		}
		boolean closed = end >= 0 && end - this.position > 2;
		boolean qualifies = closed && end < this.limit && this.sql.charAt(end) == '.';
		value(end);
		if (closed && (name || qualifies)) {
			token(end, Kind.NAME);
		}
	}

	private void value(int end) {
		token(reach(end), Kind.VALUE);
	}

	/**
	 * Where a literal or comment ends. If that is unclear, all that follows is hidden.
	 */
	private int reach(int end) {
		if (end >= 0) {
			return end;
		}
		this.cut |= end == SqlLiterals.UNCLEAR;
		return this.limit;
	}

	private void token(int end, Kind kind) {
		this.position = end;
		this.token.end(end, kind);
	}

	/**
	 * The token that was read last.
	 */
	SqlToken token() {
		return this.token;
	}

	/**
	 * Whether the statement goes on, but no further token is read.
	 */
	boolean isCut() {
		return this.cut;
	}

}
