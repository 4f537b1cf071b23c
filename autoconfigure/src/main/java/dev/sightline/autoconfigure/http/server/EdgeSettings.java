package dev.sightline.autoconfigure.http.server;

import org.jspecify.annotations.Nullable;

/**
 * What is done at the edge of each kind of server.
 *
 * @param ids whether requests have ids
 * @param idInAnswer whether the answer has the id
 * @param responseTime tells how long an answer took
 */
record EdgeSettings(boolean ids, boolean idInAnswer, ResponseTime responseTime) {

	static EdgeSettings of(HttpProperties properties) {
		boolean ids = properties.getRequestId().isEnabled();
		return new EdgeSettings(ids, ids && properties.getHeaders().isRequestId(),
				new ResponseTime(properties.getHeaders()));
	}

	/**
	 * The id of a request.
	 * @param sent what its sender says, {@code null} for nothing
	 * @return the id, {@code null} if requests have none
	 */
	@Nullable String id(@Nullable String sent) {
		return this.ids ? RequestId.choose(sent) : null;
	}

}
