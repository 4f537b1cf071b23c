package dev.sightline.autoconfigure.redaction;

/**
 * A text that ends a regular expression which looks at its characters too often.
 */
class BoundedText implements CharSequence {

	private static final int LOOKS = 200;

	private final String text;

	private long left;

	BoundedText(String text) {
		this.text = text;
		this.left = (long) LOOKS * (text.length() + LOOKS);
	}

	@Override
	public char charAt(int index) {
		if (--this.left < 0) {
			throw new IllegalStateException("The pattern takes too long");
		}
		return this.text.charAt(index);
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.text.substring(start, end);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
