package dev.sightline.autoconfigure.llm;

import org.jspecify.annotations.Nullable;

/**
 * A frame of MPEG audio, layer III.
 *
 * @param length its bytes, with its header
 * @param seconds how long it lasts
 */
record Mp3Frame(int length, double seconds) {

	private static final int[] KILOBITS_1 = { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 };

	private static final int[] KILOBITS_2 = { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 };

	/**
	 * Samples in a second of version 1. Version 2 has half of them, 2.5 a quarter.
	 */
	private static final int[] RATES = { 44_100, 48_000, 32_000 };

	/**
	 * The frame that a header begins.
	 * @param first the first byte of the header
	 * @return the frame, {@code null} if it is no such header
	 */
	static @Nullable Mp3Frame of(int first, int second, int third) {
		int version = second >> 3 & 3;
		int bitrate = third >> 4;
		int rate = third >> 2 & 3;
		boolean layer3 = (second >> 1 & 3) == 1;
		if (first != 0xFF || second >> 5 != 7 || version == 1 || !layer3 || bitrate == 0 || bitrate == 15
				|| rate == 3) {
			return null;
		}
		boolean version1 = version == 3;
		int hertz = RATES[rate] / (version1 ? 1 : (version == 2) ? 2 : 4);
		int samples = version1 ? 1152 : 576;
		int bits = 1000 * (version1 ? KILOBITS_1 : KILOBITS_2)[bitrate];
		return new Mp3Frame(samples / 8 * bits / hertz + (third >> 1 & 1), samples / (double) hertz);
	}

}
