package dev.sightline.autoconfigure.redaction;

/**
 * Undoes the percent-encoding of URLs, as far as secrets may be written with it: that of
 * ASCII. Whatever is not encoded as it should be stays as it is, and so do control
 * characters, which would break a line.
 */
final class PercentDecoder {

	private PercentDecoder() {
	}

	/**
	 * The text without encoding.
	 * @return the text itself if nothing in it is encoded
	 */
	static String decode(String text) {
		int next = text.indexOf('%');
		if (next < 0) {
			return text;
		}
		StringBuilder decoded = null;
		int copied = 0;
		for (; next >= 0; next = text.indexOf('%', next + 1)) {
			int c = character(text, next);
			if (c >= 0) {
				decoded = (decoded != null) ? decoded : new StringBuilder(text.length());
				append(decoded, text, copied, next);
				decoded.append((char) c);
				copied = next + 3;
				next += 2;
			}
		}
		if (decoded == null) {
			return text;
		}
		append(decoded, text, copied, text.length());
		return decoded.toString();
	}

	/**
	 * Append what stands between encoded characters. A query has its spaces as plus
	 * signs.
	 */
	private static void append(StringBuilder decoded, String text, int from, int to) {
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			decoded.append((c != '+') ? c : ' ');
		}
	}

	/**
	 * The character that is encoded at a place, negative if none is.
	 */
	private static int character(String text, int at) {
		if (at + 2 >= text.length()) {
			return -1;
		}
		int high = Character.digit(text.charAt(at + 1), 16);
		int low = Character.digit(text.charAt(at + 2), 16);
		int c = (high << 4) + low;
		return (high >= 0 && low >= 0 && c >= ' ' && c <= '~') ? c : -1;
	}

}
