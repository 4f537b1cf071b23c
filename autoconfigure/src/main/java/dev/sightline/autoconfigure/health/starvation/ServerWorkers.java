package dev.sightline.autoconfigure.health.starvation;

import java.util.Collection;

/**
 * The threads that serve requests.
 */
interface ServerWorkers {

	/**
	 * Those that there are by now.
	 */
	Collection<? extends Workers> all();

}
