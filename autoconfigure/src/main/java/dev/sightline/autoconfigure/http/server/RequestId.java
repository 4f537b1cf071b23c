package dev.sightline.autoconfigure.http.server;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * The id of a request: what its sender gave it, if that is well-formed, or else a new
 * one.
 */
final class RequestId {

	/**
	 * The header of requests and answers.
	 */
	static final String HEADER = AnswerHeader.REQUEST_ID.text();

	/**
	 * The field of log lines.
	 */
	static final String MDC_KEY = "correlation_id";

	/**
	 * Longer than any id in use. What is longer only fills logs.
	 */
	private static final int LONGEST = 128;

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

	private RequestId() {
	}

	/**
	 * Choose the id of a request.
	 * @param sent what its sender says, {@code null} for nothing
	 * @return what was sent, or 32 hexadecimal digits
	 */
	static String choose(@Nullable String sent) {
		return (sent != null && isWellFormed(sent)) ? sent : create();
	}

	private static boolean isWellFormed(String id) {
		if (id.isEmpty() || id.length() > LONGEST) {
			return false;
		}
		for (int i = 0; i < id.length(); i++) {
			char c = id.charAt(i);
			boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!plain && "-_.:=+/@".indexOf(c) < 0) {
				return false;
			}
		}
		return true;
	}

	private static String create() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		byte[] digits = new byte[32];
		write(random.nextLong(), digits, 0);
		write(random.nextLong(), digits, 16);
		return new String(digits, StandardCharsets.ISO_8859_1);
	}

	private static void write(long value, byte[] digits, int offset) {
		for (int i = 0; i < 16; i++) {
			digits[offset + i] = HEX[(int) (value >>> (4 * i)) & 0xf];
		}
	}

}
