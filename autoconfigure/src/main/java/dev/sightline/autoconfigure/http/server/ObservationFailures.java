package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once that requests are not observed as they should be, since the request itself
 * must not fail of it.
 */
class ObservationFailures {

	private static final Logger logger = LoggerFactory.getLogger(ObservationFailures.class);

	private final AtomicBoolean told = new AtomicBoolean();

	void tell(RuntimeException ex) {
		if (this.told.compareAndSet(false, true)) {
			logger.warn("A request was answered but not observed: a handler, filter, predicate or convention of"
					+ " observations failed. This is told once.", ex);
		}
	}

}
