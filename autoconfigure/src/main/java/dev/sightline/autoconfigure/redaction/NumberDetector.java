package dev.sightline.autoconfigure.redaction;

/**
 * Finds numbers of cards, bank accounts and, by choice, phones.
 */
class NumberDetector implements Detector {

	private static final int CARD = 19;

	private static final int IBAN = 34;

	private static final int IBAN_WITH_BLANKS = IBAN + 8;

	private static final int SHORTEST_IBAN = 15;

	private final boolean phone;

	NumberDetector(boolean phone) {
		this.phone = phone;
	}

	@Override
	public long detect(String text, int start, int end) {
		if (start > 0 && Detector.isDigit(text.charAt(start - 1))) {
			// The number was looked at from its beginning.
			return NONE;
		}
		long span = iban(text, start);
		if (span == NONE) {
			span = card(text, start);
		}
		return (span == NONE && this.phone) ? phone(text, start) : span;
	}

	/**
	 * A number that passes Luhn and begins as those of cards do. Groups may have a blank
	 * or a hyphen between them.
	 */
	private static long card(String text, int start) {
		if (start > 0 && (isLetterOrDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
			return NONE;
		}
		int[] digits = new int[CARD];
		int count = 0;
		for (int at = start; at < text.length(); at++) {
			char c = text.charAt(at);
			if (Detector.isDigit(c)) {
				if (count == CARD) {
					return NONE;
				}
				digits[count++] = c - '0';
				if (count >= 13 && isEnd(text, at + 1) && isCard(digits, count) && luhn(digits, count)) {
					return Detector.span(start, at + 1);
				}
			}
			else if ((c != ' ' && c != '-') || !Detector.isDigit(text.charAt(at - 1))) {
				return NONE;
			}
		}
		return NONE;
	}

	private static boolean isEnd(String text, int at) {
		return at == text.length() || !isLetterOrDigit(text.charAt(at));
	}

	private static boolean isCard(int[] digits, int count) {
		int two = digits[0] * 10 + digits[1];
		int four = two * 100 + digits[2] * 10 + digits[3];
		return switch (digits[0]) {
			case 2 -> four >= 2221 && four <= 2720 && count == 16;
			case 3 -> (two == 34 || two == 37) ? count == 15 : (two == 35) ? count >= 16 : two != 31 && count >= 14;
			case 4 -> count == 13 || count == 16 || count == CARD;
			case 5 -> count == 16 || two == 50 || two >= 56;
			case 6 -> count >= 16 || two == 60 || two == 67;
			default -> false;
		};
	}

	private static boolean luhn(int[] digits, int count) {
		int sum = 0;
		for (int i = 0; i < count; i++) {
			int digit = digits[count - 1 - i];
			int weighted = (i % 2 == 0) ? digit : 2 * digit;
			sum += (weighted > 9) ? weighted - 9 : weighted;
		}
		return sum % 10 == 0;
	}

	/**
	 * The number of an account that passes its check. Groups may have a blank between
	 * them.
	 */
	private static long iban(String text, int start) {
		int from = start;
		int first = Math.max(0, start - IBAN_WITH_BLANKS);
		while (from > first && (isLetterOrDigit(text.charAt(from - 1)) || text.charAt(from - 1) == ' ')) {
			from--;
		}
		for (int i = from; i <= start; i++) {
			if (Detector.isStart(text, i) && isIbanStart(text, i)) {
				int to = ibanEnd(text, i);
				if (to > start) {
					return Detector.span(i, to);
				}
			}
		}
		return NONE;
	}

	private static boolean isIbanStart(String text, int at) {
		return at + 4 <= text.length() && Character.isUpperCase(text.charAt(at))
				&& Character.isUpperCase(text.charAt(at + 1)) && Detector.isDigit(text.charAt(at + 2))
				&& Detector.isDigit(text.charAt(at + 3));
	}

	/**
	 * The end of the longest number that begins here and passes, or -1.
	 */
	private static int ibanEnd(String text, int start) {
		int head = (value(text.charAt(start)) * 100 + value(text.charAt(start + 1))) * 100
				+ value(text.charAt(start + 2)) * 10 + value(text.charAt(start + 3));
		int rest = 0;
		int count = 4;
		int found = -1;
		for (int i = start + 4; i < text.length() && count < IBAN; i++) {
			char c = text.charAt(i);
			if (c == ' ' && text.charAt(i - 1) != ' ') {
				continue;
			}
			if (!Detector.isDigit(c) && !(c >= 'A' && c <= 'Z')) {
				break;
			}
			int value = value(c);
			rest = (rest * ((value > 9) ? 100 : 10) + value) % 97;
			count++;
			boolean last = i + 1 == text.length() || !isLetterOrDigit(text.charAt(i + 1));
			if (last && count >= SHORTEST_IBAN && (rest * 1_000_000L + head) % 97 == 1) {
				found = i + 1;
			}
		}
		return found;
	}

	private static int value(char c) {
		return Detector.isDigit(c) ? c - '0' : c - 'A' + 10;
	}

	/**
	 * A number with the code of a country or of a city before it.
	 */
	private static long phone(String text, int start) {
		int from = start;
		int first = Math.max(0, start - 8);
		while (from > first && isPhone(text.charAt(from - 1))) {
			from--;
		}
		while (from < start && text.charAt(from) != '+' && text.charAt(from) != '0') {
			from++;
		}
		boolean word = from > 0 && (isLetterOrDigit(text.charAt(from - 1)) || text.charAt(from - 1) == '.');
		if (word || (text.charAt(from) != '+' && text.charAt(from) != '0')) {
			return NONE;
		}
		int digits = 0;
		int to = from;
		for (int at = from; at < text.length() && at - from < 32 && isPhone(text.charAt(at)); at++) {
			if (Detector.isDigit(text.charAt(at))) {
				digits++;
				to = at + 1;
			}
		}
		boolean goesOn = to < text.length() && isLetterOrDigit(text.charAt(to));
		return (!goesOn && digits >= 7 && digits <= 15) ? Detector.span(from, to) : NONE;
	}

	private static boolean isPhone(char c) {
		return Detector.isDigit(c) || "+ ()/-".indexOf(c) >= 0;
	}

	private static boolean isLetterOrDigit(char c) {
		return Detector.isLetterOrDigit(c);
	}

}
