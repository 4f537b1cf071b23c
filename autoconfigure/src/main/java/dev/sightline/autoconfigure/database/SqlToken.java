package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

/**
 * The token that a scanner has just read.
 */
final class SqlToken {

	private Kind kind = Kind.MARK;

	private char first;

	private int start;

	private int end;

	private boolean spaced;

	private @Nullable SqlKeyword keyword;

	/**
	 * Set where the token starts.
	 * @param spaced whether white space or a comment stands in front of it
	 */
	void start(int start, char first, boolean spaced) {
		this.start = start;
		this.first = first;
		this.spaced = spaced;
		this.keyword = null;
	}

	void end(int end, Kind kind) {
		this.end = end;
		this.kind = kind;
	}

	void keyword(@Nullable SqlKeyword keyword) {
		this.keyword = keyword;
	}

	Kind kind() {
		return this.kind;
	}

	boolean isMark(char mark) {
		return this.kind == Kind.MARK && this.first == mark;
	}

	/**
	 * Its first character.
	 */
	char first() {
		return this.first;
	}

	/**
	 * The word as a keyword, {@code null} if it is none, or part of a name.
	 */
	@Nullable SqlKeyword keyword() {
		return this.keyword;
	}

	int start() {
		return this.start;
	}

	int end() {
		return this.end;
	}

	/**
	 * Where the name starts, without its quote.
	 */
	int from() {
		return (this.kind == Kind.NAME) ? this.start + 1 : this.start;
	}

	/**
	 * Where the name ends, without its quote.
	 */
	int to() {
		return (this.kind == Kind.NAME) ? this.end - 1 : this.end;
	}

	/**
	 * Whether white space or a comment stands in front of it.
	 */
	boolean isSpaced() {
		return this.spaced;
	}

	/**
	 * Whether an operator behind it has two operands.
	 */
	boolean isOperand() {
		return switch (this.kind) {
			case WORD, NAME, VALUE -> true;
			case MARK -> this.first == ')' || this.first == ']';
		};
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
