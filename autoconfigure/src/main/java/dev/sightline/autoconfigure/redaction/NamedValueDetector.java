package dev.sightline.autoconfigure.redaction;

/**
 * Finds the value that follows a secret name, as in {@code password=x},
 * {@code "password":"x"} and {@code Authorization: x}.
 */
class NamedValueDetector implements Detector {

	/**
	 * Between a name and its value there are a quote, a colon and blanks, and not much
	 * more.
	 */
	private static final int GAP = 16;

	/**
	 * The longest value in brackets that is seen whole.
	 */
	private static final int BRACKETS = 8192;

	private final boolean wholeLine;

	/**
	 * Create a detector.
	 * @param wholeLine whether the value may have blanks and semicolons, as headers have
	 */
	NamedValueDetector(boolean wholeLine) {
		this.wholeLine = wholeLine;
	}

	@Override
	public long detect(String text, int start, int end) {
		int limit = Math.min(text.length(), end + GAP);
		int at = skip(text, end, limit, "\\\"'`]) ");
		if (at >= limit || (text.charAt(at) != ':' && text.charAt(at) != '=')) {
			return NONE;
		}
		boolean header = text.charAt(at) == ':';
		at = skip(text, at, limit, ":=> ");
		int escapes = at;
		at = skip(text, at, limit, "\\");
		if (at >= text.length()) {
			return NONE;
		}
		char quote = text.charAt(at);
		int to;
		if (quote == '"' || quote == '\'' || quote == '`') {
			to = quoted(text, at, quote, at > escapes);
			at++;
		}
		else {
			to = isOpen(quote) ? bracketed(text, at) : plain(text, at, header);
		}
		return (to > at) ? Detector.span(at, to) : NONE;
	}

	private int plain(String text, int from, boolean header) {
		if (!this.wholeLine) {
			return unquoted(text, from);
		}
		// A map has it in braces, or in the brackets of a list.
		return endOfLine(text, from, header ? "\r\n\"" : "\r\n\"]}");
	}

	private static int skip(String text, int from, int limit, String signs) {
		int at = from;
		while (at < limit && signs.indexOf(text.charAt(at)) >= 0) {
			at++;
		}
		return at;
	}

	/**
	 * The end of a value in quotes; of one without an end, that of its line.
	 */
	private int quoted(String text, int from, char quote, boolean escaped) {
		for (int i = from + 1; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				if (escaped && i + 1 < text.length() && text.charAt(i + 1) == quote) {
					return i;
				}
				i++;
			}
			else if (c == quote && this.wholeLine && isParameter(text, i)) {
				i = endOfParameter(text, i);
			}
			else if (c == quote) {
				return i;
			}
			if (this.wholeLine && i < text.length() && isLineEnd(text.charAt(i))) {
				return i;
			}
		}
		return endOfLine(text, from + 1);
	}

	/**
	 * Whether a quote is that of a parameter, as in {@code username="x"}, and not the end
	 * of what is around it, as in {@code "Basic x="}.
	 */
	private static boolean isParameter(String text, int quote) {
		return text.charAt(quote - 1) == '=' && quote + 1 < text.length()
				&& ",;}]) \r\n".indexOf(text.charAt(quote + 1)) < 0;
	}

	private static int endOfParameter(String text, int quote) {
		int at = quote + 1;
		while (at < text.length() && text.charAt(at) != text.charAt(quote) && !isLineEnd(text.charAt(at))) {
			at += (text.charAt(at) == '\\') ? 2 : 1;
		}
		return Math.min(at, text.length());
	}

	/**
	 * The end of a value in brackets or braces, which may have more of them and texts.
	 */
	private static int bracketed(String text, int from) {
		int limit = Math.min(text.length(), from + BRACKETS);
		int depth = 0;
		boolean quoted = false;
		for (int i = from; i < limit; i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (!quoted && isOpen(c)) {
				depth++;
			}
			else if (!quoted && (c == ']' || c == '}') && --depth == 0) {
				return i + 1;
			}
		}
		return (limit < text.length()) ? limit : endOfLine(text, from);
	}

	private static boolean isOpen(char c) {
		return c == '[' || c == '{';
	}

	private static boolean isLineEnd(char c) {
		return c == '\r' || c == '\n';
	}

	private static int unquoted(String text, int from) {
		int at = from;
		while (at < text.length() && " \t\r\n,;&\"'`)}]<>|\\".indexOf(text.charAt(at)) < 0) {
			at++;
		}
		// The scheme is told from the secret that follows it.
		String scheme = text.substring(from, Math.min(at, from + 7));
		if (at < text.length() && text.charAt(at) == ' '
				&& (scheme.equalsIgnoreCase("bearer") || scheme.equalsIgnoreCase("basic"))) {
			return unquoted(text, at + 1);
		}
		return at;
	}

	private static int endOfLine(String text, int from) {
		int at = from;
		while (at < text.length() && !isLineEnd(text.charAt(at))) {
			at++;
		}
		return at;
	}

	private static int endOfLine(String text, int from, String ends) {
		int at = from;
		while (at < text.length()) {
			char c = text.charAt(at);
			if (c == '"' && at > from && isParameter(text, at)) {
				at = endOfParameter(text, at);
				if (at < text.length() && isLineEnd(text.charAt(at))) {
					return at;
				}
			}
			else if (ends.indexOf(c) >= 0) {
				return at;
			}
			at++;
		}
		return text.length();
	}

}
