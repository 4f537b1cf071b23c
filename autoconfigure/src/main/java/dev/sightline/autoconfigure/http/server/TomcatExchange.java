package dev.sightline.autoconfigure.http.server;

import io.micrometer.observation.Observation;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request to Tomcat.
 */
class TomcatExchange extends ServerExchange {

	private final Request request;

	private final ObservationFailures failures;

	private Observation.@Nullable Scope scope;

	TomcatExchange(@Nullable String id, Request request, ObservationFailures failures) {
		super(id);
		this.request = request;
		this.failures = failures;
	}

	@Override
	long firstByteNanos() {
		Response response = this.request.getResponse();
		return response.isCommitted() ? response.getCommitTimeNanos() - this.request.getStartTimeNanos() : UNKNOWN;
	}

	@Override
	boolean keep(Observation.Scope scope) {
		if (this.scope != null) {
			return false;
		}
		this.scope = scope;
		return true;
	}

	/**
	 * Close the scope that was kept on this thread.
	 */
	void closeScope() {
		Observation.Scope scope = this.scope;
		if (scope != null) {
			this.scope = null;
			try {
				scope.close();
			}
			catch (RuntimeException ex) {
				this.failures.tell(ex);
			}
		}
	}

}
