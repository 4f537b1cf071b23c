package dev.sightline.autoconfigure.llm;

/**
 * Reads the header of a frame of MPEG audio, layer III. There are forty frames in a
 * second, of which none is kept.
 */
final class Mp3Frame {

	private static final int[] KILOBITS_1 = { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 };

	private static final int[] KILOBITS_2 = { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 };

	/**
	 * Samples in a second of version 1. Version 2 has half of them, 2.5 a quarter.
	 */
	private static final int[] RATES = { 44_100, 48_000, 32_000 };

	private Mp3Frame() {
	}

	/**
	 * The bytes of the frame that a header begins, with the header.
	 * @param first the first byte of the header
	 * @return the bytes, 0 if it is no such header
	 */
	static int length(int first, int second, int third) {
		int version = second >> 3 & 3;
		int bitrate = third >> 4;
		boolean layer3 = (second >> 1 & 3) == 1;
		if (first != 0xFF || second >> 5 != 7 || version == 1 || !layer3 || bitrate == 0 || bitrate == 15
				|| (third >> 2 & 3) == 3) {
			return 0;
		}
		int bits = 1000 * (isVersion1(second) ? KILOBITS_1 : KILOBITS_2)[bitrate];
		return samples(second) / 8 * bits / hertz(second, third) + (third >> 1 & 1);
	}

	/**
	 * How long the frame lasts that a header begins, in seconds.
	 * @param second the second byte of a header that has a length
	 */
	static double seconds(int second, int third) {
		return samples(second) / (double) hertz(second, third);
	}

	private static int samples(int second) {
		return isVersion1(second) ? 1152 : 576;
	}

	private static int hertz(int second, int third) {
		int version = second >> 3 & 3;
		return RATES[third >> 2 & 3] / (isVersion1(second) ? 1 : (version == 2) ? 2 : 4);
	}

	private static boolean isVersion1(int second) {
		return (second >> 3 & 3) == 3;
	}

}
