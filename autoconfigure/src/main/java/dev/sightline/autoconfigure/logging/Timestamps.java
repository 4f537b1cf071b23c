package dev.sightline.autoconfigure.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Formats times in UTC with microseconds. The part up to the second is made once a
 * second.
 */
class Timestamps {

	private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("'\"'uuuu-MM-dd'T'HH:mm:ss'.000000Z\"'")
		.withZone(ZoneOffset.UTC);

	private volatile @Nullable Second last;

	byte[] format(Instant instant) {
		Second last = this.last;
		if (last == null || last.number() != instant.getEpochSecond()) {
			last = new Second(instant.getEpochSecond(), SECOND.format(instant).getBytes(StandardCharsets.ISO_8859_1));
			this.last = last;
		}
		byte[] text = last.text().clone();
		int micros = instant.getNano() / 1000;
		for (int i = text.length - 3; i > text.length - 9; i--) {
			text[i] = (byte) ('0' + micros % 10);
			micros /= 10;
		}
		return text;
	}

	private record Second(long number, byte[] text) {

	}

}
