package dev.sightline.autoconfigure.health.starvation;

import java.time.Duration;

/**
 * Threads that work through tasks.
 */
interface Workers {

	/**
	 * For how long tasks wait while none is finished, as far as the calls of this method
	 * have seen it.
	 * @return the time, zero if there is nothing to say against them
	 */
	Duration stuck();

}
