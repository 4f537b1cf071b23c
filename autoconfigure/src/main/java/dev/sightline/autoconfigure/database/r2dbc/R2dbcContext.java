package dev.sightline.autoconfigure.database.r2dbc;

import io.r2dbc.proxy.observation.QueryContext;

import dev.sightline.autoconfigure.spans.Headerless;

/**
 * What is known of one statement, or of a batch of them, while it runs.
 */
class R2dbcContext extends QueryContext implements Headerless {

	private final R2dbcCall call;

	R2dbcContext(R2dbcCall call) {
		setRemoteServiceName(call.target().system());
		setConnectionName(call.target().pool());
		this.call = call;
	}

	R2dbcCall call() {
		return this.call;
	}

}
