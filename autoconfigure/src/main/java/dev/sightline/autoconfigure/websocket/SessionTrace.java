package dev.sightline.autoconfigure.websocket;

import java.util.Map;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Begins a trace for each message of a session, which is linked to its handshake. A trace
 * that lasts as long as the session would be too large to be of use.
 */
interface SessionTrace {

	/**
	 * Of a session whose messages are not traced.
	 */
	SessionTrace NONE = (name, attributes) -> MessageSpan.NONE;

	/**
	 * Begin a trace.
	 * @param name the name of its first span, of which there are few
	 * @param attributes the attributes of that span
	 */
	MessageSpan start(String name, Map<String, String> attributes);

	/**
	 * Knows the tracer.
	 */
	interface Factory {

		/**
		 * Of an application without a tracer.
		 */
		Factory NONE = (handshake) -> SessionTrace.NONE;

		/**
		 * Get ready for the messages of a session.
		 * @param handshake the observation of the handshake, if it is not the current one
		 */
		SessionTrace create(Observation.@Nullable ContextView handshake);

	}

}
