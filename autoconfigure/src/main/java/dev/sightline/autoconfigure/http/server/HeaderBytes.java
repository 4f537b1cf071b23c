package dev.sightline.autoconfigure.http.server;

import java.nio.charset.StandardCharsets;

import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/**
 * The values of an answer's headers as they are sent. Tomcat keeps it with a request,
 * which it uses for one after the other.
 */
final class HeaderBytes {

	/**
	 * Tomcat's own notes are the first.
	 */
	private static final int NOTE = Constants.MAX_NOTES - 1;

	/**
	 * Room for the longest id of a request, the id of a trace and times.
	 */
	private static final int SIZE = 256;

	/**
	 * No value begins before it. Tomcat keeps the bytes of a header for whichever comes
	 * next in its place, and writes numbers, as the length of an answer, to their
	 * beginning.
	 */
	private static final int RESERVED = 32;

	private final byte[] bytes = new byte[SIZE];

	private int used = RESERVED;

	private HeaderBytes() {
	}

	private static HeaderBytes of(Request request) {
		if (request.getNote(NOTE) instanceof HeaderBytes known) {
			return known;
		}
		HeaderBytes created = new HeaderBytes();
		request.setNote(NOTE, created);
		return created;
	}

	/**
	 * Begin the next request.
	 */
	static void begin(Request request) {
		of(request).used = RESERVED;
	}

	/**
	 * Add a header as bytes: for each name and each value that is a string Tomcat makes
	 * an encoder, which costs more than all else about the header.
	 */
	static void add(Request request, AnswerHeader header, String value) {
		of(request).write(request.getResponse(), header, value);
	}

	private void write(Response response, AnswerHeader header, String value) {
		byte[] target = this.bytes;
		int start = this.used;
		int length = value.length();
		if (length <= target.length - start) {
			for (int i = 0; i < length; i++) {
				target[start + i] = (byte) value.charAt(i);
			}
			this.used = start + length;
		}
		else {
			target = value.getBytes(StandardCharsets.ISO_8859_1);
			start = 0;
		}
		byte[] name = header.bytes();
		response.getMimeHeaders().addValue(name, 0, name.length).setBytes(target, start, length);
	}

}
