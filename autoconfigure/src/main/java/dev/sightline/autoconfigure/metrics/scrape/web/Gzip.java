package dev.sightline.autoconfigure.metrics.scrape.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Compresses what a scrape answers, for those who ask for it.
 */
final class Gzip {

	/**
	 * The encoding, unless its weight is zero.
	 */
	private static final Pattern ACCEPTED = Pattern
		.compile("(?<![\\w-])(x-)?gzip(?![\\w-])(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

	private Gzip() {
	}

	/**
	 * Whether an answer may be compressed.
	 * @param encodings the header {@code Accept-Encoding}
	 */
	static boolean isAccepted(@Nullable String encodings) {
		return encodings != null && ACCEPTED.matcher(encodings.toLowerCase(Locale.ROOT)).find();
	}

	static byte[] compress(byte[] body) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 8 + 32);
		try (GZIPOutputStream out = new Fast(compressed)) {
			out.write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * A scrape repeats itself so much that more effort hardly makes it shorter.
	 */
	private static final class Fast extends GZIPOutputStream {

		Fast(OutputStream out) throws IOException {
			super(out);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
