package dev.sightline.autoconfigure.http.server;

import java.nio.charset.StandardCharsets;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request to Tomcat.
 */
class TomcatExchange extends ServerExchange {

	private final Request request;

	private @Nullable Runnable scope;

	TomcatExchange(@Nullable String id, Request request) {
		super(id);
		this.request = request;
	}

	@Override
	long firstByteNanos() {
		Response response = this.request.getResponse();
		return response.isCommitted() ? response.getCommitTimeNanos() - this.request.getStartTimeNanos() : UNKNOWN;
	}

	@Override
	boolean setHeader(AnswerHeader header, String value) {
		Response response = this.request.getResponse();
		if (!response.isCommitted()) {
			add(response, header, value);
		}
		return true;
	}

	/**
	 * Add a header as bytes: for each name and each value that is a string Tomcat makes
	 * an encoder, which costs more than all else about the header.
	 */
	static void add(Response response, AnswerHeader header, String value) {
		byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
		response.getMimeHeaders().addValue(header.bytes(), 0, header.bytes().length).setBytes(bytes, 0, bytes.length);
	}

	@Override
	boolean keepScope(Runnable close) {
		if (this.scope != null) {
			return false;
		}
		this.scope = close;
		return true;
	}

	/**
	 * Close the scope that was kept on this thread.
	 */
	void closeScope() {
		Runnable scope = this.scope;
		if (scope != null) {
			this.scope = null;
			scope.run();
		}
	}

}
