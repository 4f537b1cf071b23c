package dev.sightline.autoconfigure.upload;

import java.util.Locale;

/**
 * Why an upload did not get through.
 */
enum Rejection {

	/**
	 * A file is larger than one may be.
	 */
	FILE_TOO_LARGE,

	/**
	 * All of the request, or a part of it that is no file, is larger than it may be.
	 */
	REQUEST_TOO_LARGE,

	/**
	 * There are more parts than there may be.
	 */
	TOO_MANY_PARTS,

	/**
	 * The body is not what its content type says.
	 */
	MALFORMED,

	/**
	 * The client hung up or stalled.
	 */
	ABORTED,

	/**
	 * Anything else, such as a full disk.
	 */
	OTHER;

	private final String tag = name().toLowerCase(Locale.ROOT);

	String tag() {
		return this.tag;
	}

}
