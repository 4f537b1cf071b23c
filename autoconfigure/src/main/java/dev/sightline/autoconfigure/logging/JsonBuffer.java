package dev.sightline.autoconfigure.logging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON in UTF-8 that is one line and valid, whatever it is given. Beyond its limit
 * it cuts texts and leaves out fields.
 */
final class JsonBuffer {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

	/**
	 * Whether a character stands for itself.
	 */
	private static final boolean[] PLAIN = new boolean[0x80];

	static {
		Arrays.fill(PLAIN, ' ', 0x7F, true);
		PLAIN['"'] = false;
		PLAIN['\\'] = false;
	}

	static final int INITIAL = 1024;

	private static final int REPLACEMENT = 0xFFFD;

	private final int limit;

	private byte[] bytes;

	private int size;

	private boolean cut;

	/**
	 * Create an empty buffer.
	 * @param limit the bytes that fields and texts may fill
	 */
	JsonBuffer(int limit) {
		this(limit, new byte[INITIAL]);
	}

	/**
	 * Create an empty buffer.
	 * @param limit the bytes that fields and texts may fill
	 * @param bytes where to write as long as it suffices
	 */
	JsonBuffer(int limit, byte[] bytes) {
		this.limit = limit;
		this.bytes = bytes;
	}

	/**
	 * Where it wrote.
	 */
	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Begin an object.
	 */
	JsonBuffer open() {
		put('{');
		return this;
	}

	/**
	 * End an object.
	 */
	JsonBuffer close() {
		put('}');
		return this;
	}

	/**
	 * Begin an array.
	 */
	JsonBuffer openArray() {
		put('[');
		return this;
	}

	/**
	 * End an array.
	 */
	JsonBuffer closeArray() {
		put(']');
		return this;
	}

	/**
	 * Whether nothing more fits, so that a field or an element is left out.
	 */
	boolean isFull() {
		this.cut |= this.size >= this.limit;
		return this.size >= this.limit;
	}

	/**
	 * Whether something was cut or left out.
	 */
	boolean isCut() {
		return this.cut;
	}

	/**
	 * The bytes of a name that many lines have, for {@link #raw}.
	 */
	static byte[] key(String name) {
		return ('"' + name + "\":").getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The name of a field, whose value has to follow.
	 */
	JsonBuffer name(String name) {
		string(name);
		put(':');
		return this;
	}

	/**
	 * A field with a text.
	 */
	void field(String name, String value) {
		if (!isFull()) {
			name(name).string(value);
		}
	}

	/**
	 * Bytes that are known to be fields or a value.
	 */
	JsonBuffer raw(byte[] raw) {
		separate();
		ensure(raw.length);
		System.arraycopy(raw, 0, this.bytes, this.size, raw.length);
		this.size += raw.length;
		return this;
	}

	/**
	 * A value that has only ASCII, such as a number.
	 */
	JsonBuffer literal(String literal) {
		return raw(literal.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * A text.
	 */
	JsonBuffer string(String text) {
		return string(text, Integer.MAX_VALUE);
	}

	/**
	 * A text.
	 * @param most the bytes that it may fill
	 */
	JsonBuffer string(String text, int most) {
		separate();
		int end = (int) Math.min((long) this.size + most, this.limit);
		int length = text.length();
		ensure(Math.min(length, Math.max(0, end - this.size)) + 16);
		this.bytes[this.size++] = '"';
		for (int i = plain(text, end); i < length; i++) {
			if (this.size >= end) {
				this.cut = true;
				break;
			}
			ensure(16);
			char c = text.charAt(i);
			if (c < 0x7F) {
				ascii(c);
			}
			else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
				supplementary(Character.toCodePoint(c, text.charAt(i)));
			}
			else {
				other(Character.isSurrogate(c) ? REPLACEMENT : c);
			}
		}
		this.bytes[this.size++] = '"';
		return this;
	}

	/**
	 * Write the characters that stand for themselves up to the first that does not, which
	 * are most texts.
	 * @return how many
	 */
	private int plain(String text, int end) {
		byte[] bytes = this.bytes;
		int from = this.size;
		int length = Math.min(text.length(), end - from);
		int i = 0;
		for (; i < length; i++) {
			char c = text.charAt(i);
			if (!isPlain(c)) {
				break;
			}
			bytes[from + i] = (byte) c;
		}
		this.size = from + i;
		return i;
	}

	private static boolean isPlain(char c) {
		return c < 0x80 && PLAIN[c];
	}

	private void ascii(char c) {
		if (isPlain(c)) {
			this.bytes[this.size++] = (byte) c;
			return;
		}
		int escape = switch (c) {
			case '"', '\\' -> c;
			case '\n' -> 'n';
			case '\r' -> 'r';
			case '\t' -> 't';
			case '\b' -> 'b';
			case '\f' -> 'f';
			default -> 0;
		};
		if (escape == 0) {
			escape(c);
		}
		else {
			this.bytes[this.size++] = '\\';
			this.bytes[this.size++] = (byte) escape;
		}
	}

	/**
	 * Control characters, and those that some readers take for the end of a line, are
	 * escaped.
	 */
	private void other(int c) {
		if (c < 0xA0 || c == 0x2028 || c == 0x2029) {
			escape(c);
		}
		else if (c < 0x800) {
			this.bytes[this.size++] = (byte) (0xC0 | (c >> 6));
			this.bytes[this.size++] = (byte) (0x80 | (c & 0x3F));
		}
		else {
			this.bytes[this.size++] = (byte) (0xE0 | (c >> 12));
			this.bytes[this.size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
			this.bytes[this.size++] = (byte) (0x80 | (c & 0x3F));
		}
	}

	private void supplementary(int c) {
		this.bytes[this.size++] = (byte) (0xF0 | (c >> 18));
		this.bytes[this.size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
		this.bytes[this.size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
		this.bytes[this.size++] = (byte) (0x80 | (c & 0x3F));
	}

	private void escape(int c) {
		this.bytes[this.size++] = '\\';
		this.bytes[this.size++] = 'u';
		for (int shift = 12; shift >= 0; shift -= 4) {
			this.bytes[this.size++] = HEX[(c >> shift) & 0xF];
		}
	}

	private void separate() {
		if (this.size > 0) {
			byte last = this.bytes[this.size - 1];
			if (last != '{' && last != '[' && last != ':') {
				put(',');
			}
		}
	}

	private void put(char c) {
		if (c == '{' || c == '[') {
			separate();
		}
		ensure(1);
		this.bytes[this.size++] = (byte) c;
	}

	private void ensure(int more) {
		if (this.size + more > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.size + more));
		}
	}

	/**
	 * The line, with its end.
	 */
	byte[] line() {
		ensure(1);
		this.bytes[this.size] = '\n';
		return Arrays.copyOf(this.bytes, this.size + 1);
	}

}
