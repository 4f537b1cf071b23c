package dev.sightline.autoconfigure.http.server;

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
			HeaderBytes.add(this.request, header, value);
		}
		return true;
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
