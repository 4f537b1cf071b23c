package dev.sightline.autoconfigure.http.client;

/**
 * A segment of a path, of which the characters are counted by kind.
 */
final class Segment {

	/**
	 * Words of hexadecimal digits and dashes are shorter.
	 */
	private static final int LONG_HEX = 12;

	private static final int LONG_TOKEN = 16;

	/**
	 * Of a number with dots or dashes, such as a date. Versions have fewer.
	 */
	private static final int MANY_DIGITS = 5;

	/**
	 * Of a number after a word, as in {@code order-1001}. Names have fewer.
	 */
	private static final int LONG_TAIL = 3;

	private final int length;

	private int digits;

	private int letters;

	/**
	 * How often the kind of the characters changes: often in a token, seldom in words.
	 */
	private int changes;

	/**
	 * Digits at the end after a dash or an underscore.
	 */
	private int tail;

	private boolean hex = true;

	private final boolean address;

	private boolean variable;

	Segment(String text, int from, int to) {
		this.length = to - from;
		this.address = isAddress(text, from, to);
		char last = 0;
		boolean counting = false;
		for (int i = from; i < to; i++) {
			char character = text.charAt(i);
			count(character);
			this.changes += (i > from && kind(character) != kind(last)) ? 1 : 0;
			if (character == '-' || character == '_') {
				counting = i > from;
				this.tail = 0;
			}
			else {
				counting &= isDigit(character);
				this.tail = counting ? this.tail + 1 : 0;
			}
			last = character;
		}
	}

	/**
	 * Whether this is an address, as of mail.
	 */
	static boolean isAddress(String text, int from, int to) {
		for (int i = from + 1; i < to; i++) {
			if (text.charAt(i) == '@' || text.startsWith("%40", i)) {
				return true;
			}
		}
		return false;
	}

	private void count(char character) {
		this.digits += isDigit(character) ? 1 : 0;
		this.letters += Character.isLetter(character) ? 1 : 0;
		this.hex &= character == '-' || Character.digit(character, 16) >= 0;
		this.variable |= character == '{';
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	private static int kind(char character) {
		if (isDigit(character)) {
			return 0;
		}
		if (Character.isLetter(character)) {
			return Character.isUpperCase(character) ? 1 : 2;
		}
		return 3;
	}

	/**
	 * Whether this can only be an id or, in a path without variables, is likely to be.
	 * @param variables whether the path has variables
	 */
	boolean isId(boolean variables) {
		if (this.variable || this.length == 0) {
			return false;
		}
		if (this.address) {
			return true;
		}
		if (this.digits == 0) {
			return false;
		}
		return isToken() || (!variables && (isNumber() || this.tail >= LONG_TAIL));
	}

	private boolean isToken() {
		if (this.letters == 0) {
			return false;
		}
		return (this.hex && this.length >= LONG_HEX) || (this.length >= LONG_TOKEN
				&& (this.digits * 6 >= this.length || this.changes * 5 >= this.length * 2));
	}

	private boolean isNumber() {
		return this.letters == 0 && (this.digits == this.length || this.digits >= MANY_DIGITS);
	}

}
