package dev.sightline.autoconfigure.database;

/**
 * Finds where comments end.
 */
final class SqlComments {

	private SqlComments() {
	}

	/**
	 * The end of a comment, {@link SqlLiterals#NONE} if there is none.
	 * @param behind whether a token stands in front of it
	 * @param nameExpected whether it may be the name of a table
	 */
	static int comment(String sql, int start, int limit, boolean behind, boolean nameExpected) {
		char c = sql.charAt(start);
		char next = (start + 1 < limit) ? sql.charAt(start + 1) : ' ';
		if (c == '/' && next == '*') {
			return block(sql, start + 2, limit);
		}
		if (c == '-' && next == '-') {
			boolean clear = start + 2 >= limit || sql.charAt(start + 2) <= ' ' || sql.charAt(start + 2) == '-';
			return line(sql, start + 2, limit, clear || !behind);
		}
		// MySQL has such comments, PostgreSQL has #> and #>>, SQL Server has temporary
		// tables.
		if (c == '#' && next != '>' && !(nameExpected && SqlCharacters.isWord(next))) {
			return line(sql, start + 1, limit, !behind);
		}
		return SqlLiterals.NONE;
	}

	private static int block(String sql, int start, int limit) {
		int depth = 1;
		for (int i = start; i + 1 < limit; i++) {
			char c = sql.charAt(i);
			if (c == '*' && sql.charAt(i + 1) == '/') {
				i++;
				if (--depth == 0) {
					return i + 1;
				}
			}
			else if (c == '/' && sql.charAt(i + 1) == '*') {
				i++;
				depth++;
			}
		}
		return SqlLiterals.OPEN;
	}

	/**
	 * The end of a line that may be no comment in another dialect: a quote in it may then
	 * start a literal.
	 */
	private static int line(String sql, int start, int limit, boolean clear) {
		for (int i = start; i < limit; i++) {
			char c = sql.charAt(i);
			if (c == '\n' || c == '\r') {
				return i;
			}
			if (!clear && (c == '\'' || c == '"' || c == '`' || c == '$')) {
				return SqlLiterals.UNCLEAR;
			}
		}
		return limit;
	}

}
