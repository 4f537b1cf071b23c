package dev.sightline.autoconfigure.database;

/**
 * Tells words and numbers by their characters.
 */
final class SqlCharacters {

	private static final byte WORD = 1;

	private static final byte PART = 2;

	/**
	 * What a word starts or goes on with.
	 */
	private static final byte[] ASCII = ascii();

	private SqlCharacters() {
	}

	static boolean isNumber(String sql, int start, int limit) {
		if (start >= limit) {
			return false;
		}
		char c = sql.charAt(start);
		return isDigit(c) || c == '.' && start + 1 < limit && isDigit(sql.charAt(start + 1));
	}

	static int number(String sql, int start, int limit) {
		int end = start;
		while (end < limit) {
			char c = sql.charAt(end);
			boolean sign = (c == '+' || c == '-') && (sql.charAt(end - 1) | 0x20) == 'e' && end - start > 1
					&& isNumber(sql, end + 1, limit) && (sql.charAt(start + 1) | 0x20) != 'x';
			if (!isWordPart(c) && c != '.' && !sign) {
				break;
			}
			end++;
		}
		return end;
	}

	static int digits(String sql, int start, int limit) {
		int end = start;
		while (end < limit && isDigit(sql.charAt(end))) {
			end++;
		}
		return end;
	}

	static boolean isWord(char c) {
		return (c < ASCII.length) ? ASCII[c] == WORD : Character.isLetter(c) || Character.isSurrogate(c);
	}

	static boolean isWordPart(char c) {
		return (c < ASCII.length) ? ASCII[c] != 0 : Character.isUnicodeIdentifierPart(c) || Character.isSurrogate(c);
	}

	private static byte[] ascii() {
		byte[] ascii = new byte[128];
		for (char c = 0; c < ascii.length; c++) {
			boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
			ascii[c] = (letter || c == '_' || c == '@' || c == '#') ? WORD : (isDigit(c) || c == '$') ? PART : 0;
		}
		return ascii;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

}
