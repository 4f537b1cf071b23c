package dev.sightline.autoconfigure.http.server;

import java.nio.charset.StandardCharsets;

/**
 * A header that an answer gets.
 */
enum AnswerHeader {

	REQUEST_ID("X-Request-Id"),

	TRACE_ID("X-Trace-Id"),

	RESPONSE_TIME("X-Response-Time"),

	/**
	 * <a href="https://www.w3.org/TR/server-timing/">Server Timing</a>, which browsers
	 * show.
	 */
	SERVER_TIMING("Server-Timing");

	private final String text;

	private final byte[] bytes;

	AnswerHeader(String text) {
		this.text = text;
		this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The name.
	 */
	String text() {
		return this.text;
	}

	/**
	 * The name as it is sent, not to be changed.
	 */
	byte[] bytes() {
		return this.bytes;
	}

}
