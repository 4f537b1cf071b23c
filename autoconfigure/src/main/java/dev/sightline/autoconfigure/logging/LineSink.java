package dev.sightline.autoconfigure.logging;

import java.io.IOException;

/**
 * Where lines go. All but {@link #close()} is called by one thread at a time.
 */
interface LineSink {

	/**
	 * Write whole lines.
	 * @param lines the lines
	 * @param length how many bytes of them count
	 * @throws RetryException if nothing was written and it may be tried again
	 * @throws IOException if some may have been written
	 */
	void write(byte[] lines, int length) throws IOException;

	/**
	 * Whether whoever logs has to write by himself.
	 */
	default boolean isDirect() {
		return false;
	}

	/**
	 * Give up, so that a call that hangs ends.
	 */
	void close();

	/**
	 * Thrown when nothing was written, but may be later.
	 */
	class RetryException extends IOException {

		private static final long serialVersionUID = 1;

		RetryException(String message) {
			super(message);
		}

	}

}
