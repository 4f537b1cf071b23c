package dev.sightline.autoconfigure.websocket;

import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * The guard of what watches WebSocket connections.
 */
final class WebSocketGuard {

	private WebSocketGuard() {
	}

	static Guard create() {
		return new Guard(LoggerFactory.getLogger(WebSocketGuard.class),
				"WebSocket connections are not fully observed, and no more is said of it."
						+ " Set sightline.websocket.enabled to false not to observe them.");
	}

}
