package dev.sightline.autoconfigure.upload;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * A multipart request whose body is followed while Spring reads it.
 */
class UploadRequest extends ServerHttpRequestDecorator {

	private static final Logger logger = LoggerFactory.getLogger(UploadRequest.class);

	private final Uploads uploads;

	private final Queue<Passed> passed = new ConcurrentLinkedQueue<>();

	private @Nullable MultipartScanner scanner;

	private boolean broken;

	UploadRequest(ServerHttpRequest request, Uploads uploads) {
		super(request);
		this.uploads = uploads;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return super.getBody().doOnNext(this::follow);
	}

	private void follow(DataBuffer buffer) {
		if (this.broken) {
			return;
		}
		try (DataBuffer.ByteBufferIterator buffers = buffer.readableByteBuffers()) {
			MultipartScanner scanner = scanner();
			while (scanner != null && buffers.hasNext()) {
				scanner.scan(buffers.next());
			}
		}
		catch (RuntimeException ex) {
			this.broken = true;
			logger.debug("The files of a request are not measured", ex);
		}
	}

	private @Nullable MultipartScanner scanner() {
		MultipartScanner scanner = this.scanner;
		if (scanner == null) {
			MediaType type = getHeaders().getContentType();
			String boundary = (type != null) ? type.getParameter("boundary") : null;
			if (boundary == null) {
				return null;
			}
			if (boundary.length() > 2 && boundary.startsWith("\"") && boundary.endsWith("\"")) {
				boundary = boundary.substring(1, boundary.length() - 1);
			}
			scanner = new MultipartScanner(boundary, (file, size) -> this.passed.add(new Passed(file, size)));
			this.scanner = scanner;
		}
		return scanner;
	}

	/**
	 * Record what the application gets: a part, the last event of one, or all parts.
	 */
	void read(Object what) {
		if (what instanceof Part) {
			readNext();
		}
		else if (!(what instanceof PartEvent event)) {
			while (readNext()) {
				// Until all are recorded.
			}
		}
		else if (event.isLast()) {
			readNext();
		}
	}

	private boolean readNext() {
		Passed next = this.passed.poll();
		if (next != null && next.file() != null) {
			this.uploads.received(pattern(), next.file(), next.size());
		}
		return next != null;
	}

	void rejected(Throwable ex) {
		this.uploads.rejected(pattern(), reason(ex));
	}

	private @Nullable Object pattern() {
		return getAttributes().get(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
	}

	private Rejection reason(Throwable ex) {
		if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			return Rejection.ABORTED;
		}
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataBufferLimitException) {
				return startsWith(cause, "Part exceeded") ? Rejection.FILE_TOO_LARGE : Rejection.REQUEST_TOO_LARGE;
			}
		}
		if (ex instanceof DecodingException) {
			return startsWith(ex, "Too many parts") ? Rejection.TOO_MANY_PARTS : Rejection.MALFORMED;
		}
		return Rejection.OTHER;
	}

	private static boolean startsWith(Throwable ex, String prefix) {
		return ex.getMessage() != null && ex.getMessage().startsWith(prefix);
	}

	/**
	 * A part that has passed and that the application did not get yet.
	 */
	private record Passed(@Nullable FileType file, long size) {

	}

}
