package dev.sightline.autoconfigure.database;

/**
 * Finds where literals, names in quotes and comments end.
 */
final class SqlLiterals {

	/**
	 * It is none.
	 */
	static final int NONE = -1;

	/**
	 * It has no end.
	 */
	static final int OPEN = -2;

	/**
	 * It ends here in one dialect and there in another.
	 */
	static final int UNCLEAR = -3;

	private SqlLiterals() {
	}

	/**
	 * The end of a string in single or double quotes. A backslash in front of the quote
	 * ends the string or does not: nobody knows but the database.
	 */
	static int string(String sql, int start, int limit, boolean escape) {
		char quote = sql.charAt(start);
		if (escape && start + 2 < limit && sql.charAt(start + 1) == '\\' && sql.charAt(start + 2) == quote
				&& (start + 3 == limit || sql.charAt(start + 3) != quote)) {
			return start + 3;
		}
		for (int i = start + 1; i < limit; i++) {
			char c = sql.charAt(i);
			if (c == quote) {
				if (i + 1 == limit || sql.charAt(i + 1) != quote) {
					return i + 1;
				}
				i++;
			}
			else if (c == '\\' && i + 1 < limit) {
				char next = sql.charAt(i + 1);
				if (next == quote) {
					return UNCLEAR;
				}
				if (next == '\\') {
					i++;
				}
			}
		}
		return OPEN;
	}

	/**
	 * The end of a string that a word belongs to, as in {@code N''} or {@code q'[]'}.
	 */
	static int prefixed(String sql, int start, int quote, int limit) {
		char last = (char) (sql.charAt(quote - 1) | 0x20);
		char first = (char) (sql.charAt(start) | 0x20);
		if (last == 'q' && (quote - start == 1 || quote - start == 2 && first == 'n')) {
			return alternative(sql, quote, limit);
		}
		if (quote - start > 1) {
			return NONE;
		}
		return switch (first) {
			case 'e' -> escaped(sql, quote, limit);
			case 'n', 'b', 'x' -> string(sql, quote, limit, false);
			default -> NONE;
		};
	}

	private static int escaped(String sql, int quote, int limit) {
		for (int i = quote + 1; i < limit; i++) {
			char c = sql.charAt(i);
			if (c == '\\') {
				i++;
			}
			else if (c == '\'') {
				if (i + 1 == limit || sql.charAt(i + 1) != '\'') {
					return i + 1;
				}
				i++;
			}
		}
		return OPEN;
	}

	private static int alternative(String sql, int quote, int limit) {
		if (quote + 1 >= limit) {
			return OPEN;
		}
		char open = sql.charAt(quote + 1);
		char close = switch (open) {
			case '[' -> ']';
			case '{' -> '}';
			case '(' -> ')';
			case '<' -> '>';
			default -> open;
		};
		for (int i = quote + 2; i + 1 < limit; i++) {
			if (sql.charAt(i) == close && sql.charAt(i + 1) == '\'') {
				return i + 2;
			}
		}
		return OPEN;
	}

	/**
	 * The end of a name in back quotes.
	 */
	static int identifier(String sql, int start, int limit) {
		for (int i = start + 1; i < limit; i++) {
			if (sql.charAt(i) == '`') {
				if (i + 1 == limit || sql.charAt(i + 1) != '`') {
					return i + 1;
				}
				i++;
			}
		}
		return OPEN;
	}

	/**
	 * The end of a name in brackets, {@link #NONE} if it looks like an array or an index.
	 */
	static int bracket(String sql, int start, int limit, boolean nameExpected) {
		boolean inWord = false;
		for (int i = start + 1; i < limit; i++) {
			char c = sql.charAt(i);
			if (c == ']') {
				return (i - start > 1) ? i + 1 : NONE;
			}
			boolean digit = c >= '0' && c <= '9';
			boolean part = SqlCharacters.isWordPart(c) && (inWord || !digit);
			boolean plain = part || (c == ' ' || c == '-') && i - start > 1;
			if (!plain && (!nameExpected || c == '\'' || c == '\n' || c == '[')) {
				return NONE;
			}
			inWord = part;
		}
		return NONE;
	}

	/**
	 * The end of a literal in dollar quotes, or of a parameter that starts with a dollar.
	 */
	static int dollar(String sql, int start, int limit) {
		int end = start + 1;
		while (end < limit && SqlCharacters.isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
			end++;
		}
		if (end == limit || sql.charAt(end) != '$') {
			return (end - start > 1) ? end : NONE;
		}
		int tag = end + 1 - start;
		for (int i = end + 1; i + tag <= limit; i++) {
			if (sql.charAt(i) == '$' && sql.regionMatches(start, sql, i, tag)) {
				return i + tag;
			}
		}
		return OPEN;
	}

}
