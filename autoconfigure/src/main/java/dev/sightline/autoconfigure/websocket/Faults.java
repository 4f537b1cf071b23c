package dev.sightline.autoconfigure.websocket;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what goes wrong here from the connections of the application, and logs the first
 * of it.
 */
final class Faults {

	private static final Logger logger = LoggerFactory.getLogger(Faults.class);

	private final AtomicBoolean logged = new AtomicBoolean();

	void report(RuntimeException fault) {
		if (this.logged.compareAndSet(false, true)) {
			logger.warn("WebSocket connections are not fully observed, and no more is said of it."
					+ " Set sightline.websocket.enabled to false not to observe them.", fault);
		}
	}

	void guard(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			report(ex);
		}
	}

}
