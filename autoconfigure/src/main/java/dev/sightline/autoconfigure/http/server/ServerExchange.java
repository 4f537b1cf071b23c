package dev.sightline.autoconfigure.http.server;

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
	 * Leave the scope of a request that failed open until the server is done with it, so
	 * that what the server logs of it has the ids of its span.
	 * @param close closes the scope
	 * @return whether that will be done
	 */
	boolean keepScope(Runnable close) {
		return false;
	}

}
