package dev.sightline.autoconfigure.database;

/**
 * Tells words and numbers by their characters.
 */
final class SqlCharacters {

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
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '@' || c == '#'
				|| c > 127 && (Character.isLetter(c) || Character.isSurrogate(c));
	}

	static boolean isWordPart(char c) {
		return isWord(c) || isDigit(c) || c == '$' || c > 127 && Character.isUnicodeIdentifierPart(c);
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

}
