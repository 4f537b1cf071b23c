package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

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

	private Kind kind = Kind.MARK;

	private int start;

	private int from;

	private int to;

	private boolean spaced;

	private boolean cut;

	private boolean any;

	private boolean qualifier;

	private @Nullable SqlKeyword keyword;

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
		this.spaced = false;
		skipBlanks(nameExpected);
		if (this.position >= this.limit) {
			return false;
		}
		SqlKeyword last = this.keyword;
		Kind lastKind = this.kind;
		boolean qualified = this.qualifier && !this.spaced && isMark('.');
		boolean operand = this.any && (lastKind != Kind.MARK || isMark(')') || isMark(']'));
		this.start = this.position;
		this.from = this.position;
		this.keyword = null;
		this.any = true;
		this.qualifier = operand && !this.spaced;
		char c = this.sql.charAt(this.position);
		switch (c) {
			case '\'' -> value(SqlLiterals.string(this.sql, this.position, this.limit, last == SqlKeyword.ESCAPE));
			case '"' ->
				quoted(SqlLiterals.string(this.sql, this.position, this.limit, false), nameExpected || qualified);
			case '`' -> quoted(SqlLiterals.identifier(this.sql, this.position, this.limit), true);
			case '[' -> {
				boolean subscript = last == SqlKeyword.ARRAY || operand && !this.spaced && !nameExpected;
				bracket(subscript ? SqlLiterals.NONE
						: SqlLiterals.bracket(this.sql, this.position, this.limit, nameExpected || qualified));
			}
			case '$' -> dollar(SqlLiterals.dollar(this.sql, this.position, this.limit));
			case '?' -> value(SqlLiterals.digits(this.sql, this.position + 1, this.limit));
			case ':' -> parameter(operand && !this.spaced);
			case '+', '-' -> {
				boolean sign = !operand && SqlLiterals.isNumber(this.sql, this.position + 1, this.limit);
				token(sign ? SqlLiterals.number(this.sql, this.position + 1, this.limit) : this.position + 1,
						sign ? Kind.VALUE : Kind.MARK);
			}
			default -> {
				if (SqlLiterals.isNumber(this.sql, this.position, this.limit) && !(c == '.' && operand)) {
					number(nameExpected || qualified);
				}
				else if (SqlLiterals.isWord(c)) {
					word(qualified);
				}
				else {
					token(this.position + 1, Kind.MARK);
				}
			}
		}
		return true;
	}

	private void skipBlanks(boolean nameExpected) {
		while (this.position < this.limit) {
			char c = this.sql.charAt(this.position);
			if (c > ' ' && c != '\u00A0') {
				int end = SqlLiterals.comment(this.sql, this.position, this.limit, this.any, nameExpected);
				if (end == SqlLiterals.NONE) {
					return;
				}
				this.position = reach(end);
			}
			else {
				this.position++;
			}
			this.spaced = true;
		}
	}

	private void word(boolean qualified) {
		int hash = 0;
		int end = this.position;
		while (end < this.limit && SqlLiterals.isWordPart(this.sql.charAt(end))) {
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
			this.keyword = SqlKeyword.find(this.sql, this.start, end, hash);
		}
	}

	/**
	 * MySQL has names that start with a digit.
	 */
	private void number(boolean nameExpected) {
		int end = SqlLiterals.number(this.sql, this.position, this.limit);
		int digits = SqlLiterals.digits(this.sql, this.position, this.limit);
		boolean name = nameExpected && digits < this.limit && digits > this.position
				&& Character.isLetter(this.sql.charAt(digits));
		token(end, name ? Kind.WORD : Kind.VALUE);
	}

	private void parameter(boolean attached) {
		int next = this.position + 1;
		if (!attached && next < this.limit && SqlLiterals.isWordPart(this.sql.charAt(next))) {
			while (next < this.limit && SqlLiterals.isWordPart(this.sql.charAt(next))) {
				next++;
			}
			token(next, Kind.VALUE);
		}
		else if (next < this.limit && this.sql.charAt(next) == ':') {
			token(next + 1, Kind.MARK);
		}
		else {
			token(next, Kind.MARK);
		}
	}

	private void dollar(int end) {
		if (end == SqlLiterals.NONE) {
			token(this.position + 1, Kind.MARK);
		}
		else {
			value(end);
		}
	}

	private void bracket(int end) {
		if (end == SqlLiterals.NONE) {
			token(this.position + 1, Kind.MARK);
		}
		else {
			quoted(end, true);
		}
	}

	private void quoted(int end, boolean name) {
		boolean closed = end >= 0 && end - this.position > 2;
		boolean qualifies = closed && end < this.limit && this.sql.charAt(end) == '.';
		value(end);
		if (closed && (name || qualifies)) {
			this.kind = Kind.NAME;
			this.from = this.start + 1;
			this.to = end - 1;
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
		this.kind = kind;
		this.to = end;
	}

	Kind kind() {
		return this.kind;
	}

	boolean isMark(char mark) {
		return this.kind == Kind.MARK && this.sql.charAt(this.start) == mark;
	}

	char mark() {
		return this.sql.charAt(this.start);
	}

	/**
	 * The word as a keyword, {@code null} if it is none, or part of a name.
	 */
	@Nullable SqlKeyword keyword() {
		return this.keyword;
	}

	/**
	 * Where the token starts.
	 */
	int start() {
		return this.start;
	}

	/**
	 * Where the token ends.
	 */
	int end() {
		return this.position;
	}

	/**
	 * Where the name starts, without its quote.
	 */
	int from() {
		return this.from;
	}

	/**
	 * Where the name ends, without its quote.
	 */
	int to() {
		return this.to;
	}

	/**
	 * Whether white space or a comment stood in front of the token.
	 */
	boolean isSpaced() {
		return this.spaced;
	}

	/**
	 * Whether the statement goes on, but no further token is read.
	 */
	boolean isCut() {
		return this.cut;
	}

	/**
	 * What a token is.
	 */
	enum Kind {

		/** A word without quotes. */
		WORD,

		/** A name in quotes. */
		NAME,

		/** A literal or a parameter. */
		VALUE,

		/** Any other character. */
		MARK

	}

}
