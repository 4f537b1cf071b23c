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
		at = skip(text, at, limit, ":=> [");
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
			to = (this.wholeLine && header) ? endOfLine(text, at) : unquoted(text, at);
		}
		return (to > at) ? Detector.span(at, to) : NONE;
	}

	private static int skip(String text, int from, int limit, String signs) {
		int at = from;
		while (at < limit && signs.indexOf(text.charAt(at)) >= 0) {
			at++;
		}
		return at;
	}

	/**
	 * The end of a value in quotes; of one without an end, that of the text.
	 */
	private static int quoted(String text, int from, char quote, boolean escaped) {
		for (int i = from + 1; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				if (escaped && i + 1 < text.length() && text.charAt(i + 1) == quote) {
					return i;
				}
				i++;
			}
			else if (c == quote) {
				return i;
			}
		}
		return text.length();
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
		while (at < text.length() && "\r\n\"".indexOf(text.charAt(at)) < 0) {
			at++;
		}
		return at;
	}

}
