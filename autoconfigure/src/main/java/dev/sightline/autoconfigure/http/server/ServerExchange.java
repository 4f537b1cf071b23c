package dev.sightline.autoconfigure.http.server;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What was known of a request before the application saw it.
 */
class ServerExchange {

	/**
	 * The attribute of a request that holds it.
	 */
	static final String ATTRIBUTE = ServerExchange.class.getName();

	/**
	 * The time of something that did not happen, or that nobody can tell.
	 */
	static final long UNKNOWN = -1;

	private final @Nullable String id;

	ServerExchange(@Nullable String id) {
		this.id = id;
	}

	/**
	 * The id of the request, {@code null} if requests have none.
	 */
	@Nullable String getId() {
		return this.id;
	}

	/**
	 * The nanoseconds from the request to the first byte of its answer.
	 */
	long firstByteNanos() {
		return UNKNOWN;
	}

	/**
	 * Give the answer a header that it does not have.
	 * @return whether that is done
	 */
	boolean setHeader(AnswerHeader header, String value) {
		return false;
	}

	/**
	 * Take over a scope, to close it when the server is done with a request that failed,
	 * so that what the server logs of it has the ids of its span.
	 * @return whether it will be closed
	 */
	boolean keep(Observation.Scope scope) {
		return false;
	}

}
