package dev.sightline.autoconfigure.upload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.util.StringUtils;

/**
 * Follows the body of a multipart request as it goes by, to know where its files begin
 * and end. It keeps the headers of the current part and no content.
 */
class MultipartScanner {

	private static final byte CR = '\r';

	private static final byte LF = '\n';

	/**
	 * As many bytes of headers as Spring reads, and more.
	 */
	private static final int LIMIT = 64 * 1024;

	/**
	 * A line break, two hyphens and the boundary: only its first byte is a CR, since a
	 * boundary has none.
	 */
	private final byte[] delimiter;

	private final Listener listener;

	private final StringBuilder headers = new StringBuilder();

	private State state = State.PREAMBLE;

	/**
	 * How much of the delimiter was seen. The first may do without its line break.
	 */
	private int matched = 2;

	private long size;

	private @Nullable FileType file;

	/**
	 * Create a scanner.
	 * @param boundary the boundary that the content type names
	 * @param listener told of each part
	 */
	MultipartScanner(String boundary, Listener listener) {
		this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
		this.listener = listener;
	}

	void scan(ByteBuffer bytes) {
		while (bytes.hasRemaining() && this.state != State.END) {
			if (this.state == State.HEADERS) {
				header((char) (bytes.get() & 0xFF));
			}
			else {
				content(bytes);
			}
		}
	}

	private void content(ByteBuffer bytes) {
		int start = bytes.position();
		while (bytes.hasRemaining()) {
			byte next = bytes.get();
			if (next != this.delimiter[this.matched]) {
				this.matched = (next == CR) ? 1 : 0;
			}
			else if (++this.matched == this.delimiter.length) {
				end(this.size + bytes.position() - start - this.delimiter.length);
				return;
			}
		}
		this.size += bytes.position() - start;
	}

	private void end(long size) {
		if (this.state == State.CONTENT) {
			this.listener.partEnded(this.file, size);
		}
		this.state = State.HEADERS;
		this.matched = 0;
		this.size = 0;
	}

	private void header(char next) {
		this.headers.append(next);
		int length = this.headers.length();
		if ((length == 2 && this.headers.charAt(0) == '-' && next == '-') || length > LIMIT) {
			this.state = State.END;
		}
		else if (next == LF && length >= 4 && this.headers.charAt(length - 2) == CR
				&& this.headers.charAt(length - 3) == LF && this.headers.charAt(length - 4) == CR) {
			this.file = file(this.headers.toString());
			this.headers.setLength(0);
			this.state = State.CONTENT;
		}
	}

	/**
	 * What kind of file a part is, {@code null} if it is a field, or the file of a form
	 * in which none was chosen.
	 */
	private static @Nullable FileType file(String headers) {
		String disposition = null;
		String type = null;
		for (String line : headers.split("\r\n")) {
			int colon = line.indexOf(':');
			String name = (colon > 0) ? line.substring(0, colon).strip() : "";
			if (name.equalsIgnoreCase("Content-Disposition")) {
				disposition = line.substring(colon + 1).strip();
			}
			else if (name.equalsIgnoreCase("Content-Type")) {
				type = line.substring(colon + 1).strip();
			}
		}
		return (disposition != null && StringUtils.hasLength(ContentDisposition.parse(disposition).getFilename()))
				? FileType.of(type) : null;
	}

	private enum State {

		PREAMBLE, HEADERS, CONTENT, END

	}

	/**
	 * Told of each part when its end has passed.
	 */
	interface Listener {

		/**
		 * A part has ended.
		 * @param file what kind of file it is, {@code null} if it is none
		 * @param size its size in bytes
		 */
		void partEnded(@Nullable FileType file, long size);

	}

}
