package dev.sightline.autoconfigure.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Finds tokens by how they begin.
 */
final class TokenDetector {

	private static final int PRIVATE_KEY_LABEL = 40;

	private static final int USER_INFO = 256;

	private TokenDetector() {
	}

	/**
	 * A key of a provider, which has a prefix of its own.
	 * @param prefix the prefix
	 * @param minimum how many characters follow it at least
	 */
	static Detector prefix(String prefix, int minimum) {
		return (text, start, end) -> {
			if (!Detector.isStart(text, start) || !text.startsWith(prefix, start)) {
				return Detector.NONE;
			}
			int to = end(text, end);
			return (to - end >= minimum) ? Detector.span(start, to) : Detector.NONE;
		};
	}

	/**
	 * A token after the name of its scheme.
	 */
	static long bearer(String text, int start, int end) {
		int to = end(text, end);
		return (Detector.isStart(text, start) && isRandom(text, end, to)) ? Detector.span(end, to) : Detector.NONE;
	}

	/**
	 * User and password after the name of the scheme.
	 */
	static long basic(String text, int start, int end) {
		int to = end(text, end);
		if (!Detector.isStart(text, start) || to - end < 4) {
			return Detector.NONE;
		}
		try {
			byte[] decoded = Base64.getDecoder().decode(text.substring(end, to).replace("=", ""));
			boolean pair = new String(decoded, StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
			return pair ? Detector.span(end, to) : Detector.NONE;
		}
		catch (IllegalArgumentException ex) {
			return Detector.NONE;
		}
	}

	/**
	 * The user information of a URL.
	 */
	static long userInfo(String text, int start, int end) {
		int limit = Math.min(text.length(), end + USER_INFO);
		boolean password = false;
		for (int i = end; i < limit; i++) {
			char c = text.charAt(i);
			if (c == '@') {
				return password ? Detector.span(end, i) : Detector.NONE;
			}
			if (c <= ' ' || c == '/' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '?' || c == '#') {
				return Detector.NONE;
			}
			password |= c == ':';
		}
		return Detector.NONE;
	}

	/**
	 * A private key in PEM, to its end or, if that is not there, to the end of the text.
	 */
	static long privateKey(String text, int start, int end) {
		int label = text.indexOf("-----", end);
		if (label < 0 || label - end > PRIVATE_KEY_LABEL || !text.substring(end, label).contains("PRIVATE KEY")) {
			return Detector.NONE;
		}
		int last = text.indexOf("-----END", label);
		int to = (last < 0) ? -1 : text.indexOf("-----", last + 8);
		return Detector.span(start, (to < 0) ? text.length() : to + 5);
	}

	/**
	 * An e-mail address.
	 */
	static long email(String text, int start, int end) {
		int from = start;
		while (from > 0 && start - from < 64 && isLocal(text.charAt(from - 1))) {
			from--;
		}
		int to = end;
		int dot = -1;
		while (to < text.length() && to - end < 255
				&& (Detector.isLetterOrDigit(text.charAt(to)) || ".-".indexOf(text.charAt(to)) >= 0)) {
			if (text.charAt(to) == '.' && to + 1 < text.length() && Detector.isLetterOrDigit(text.charAt(to + 1))) {
				dot = to;
			}
			to++;
		}
		return (from < start && dot > end) ? Detector.span(from, to) : Detector.NONE;
	}

	private static boolean isLocal(char c) {
		return Detector.isLetterOrDigit(c) || "._%+-".indexOf(c) >= 0;
	}

	private static int end(String text, int from) {
		int at = from;
		while (at < text.length() && isToken(text.charAt(at))) {
			at++;
		}
		return at;
	}

	private static boolean isToken(char c) {
		return Detector.isLetterOrDigit(c) || "-_.~+/=".indexOf(c) >= 0;
	}

	/**
	 * A word is no token.
	 */
	private static boolean isRandom(String text, int from, int to) {
		if (to - from < 8) {
			return false;
		}
		if (to - from >= 24) {
			return true;
		}
		for (int i = from; i < to; i++) {
			if (Detector.isDigit(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

}
