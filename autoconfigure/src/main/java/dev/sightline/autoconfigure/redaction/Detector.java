package dev.sightline.autoconfigure.redaction;

/**
 * Says where a secret begins and ends, once its trigger was seen. It looks at no
 * character twice for the same trigger.
 */
@FunctionalInterface
interface Detector {

	/**
	 * There is no secret here.
	 */
	long NONE = -1;

	/**
	 * Look for a secret.
	 * @param text the text
	 * @param start where the trigger begins
	 * @param end where the trigger ends
	 * @return a {@link #span(int, int) span} or {@link #NONE}
	 */
	long detect(String text, int start, int end);

	static long span(int from, int to) {
		return ((long) from << 32) | to;
	}

	static int from(long span) {
		return (int) (span >>> 32);
	}

	static int to(long span) {
		return (int) span;
	}

	static boolean isLetterOrDigit(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
	}

	static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	/**
	 * Whether a word may begin here.
	 */
	static boolean isStart(String text, int index) {
		return index == 0 || !isLetterOrDigit(text.charAt(index - 1));
	}

}
