package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A request that is being answered, and counted among those until it is over for the
 * first time.
 */
final class ActiveRequest {

	private final long start = System.nanoTime();

	private final AtomicInteger all;

	private final AtomicBoolean over = new AtomicBoolean();

	/**
	 * Count a request.
	 * @param all how many there are
	 */
	ActiveRequest(AtomicInteger all) {
		this.all = all;
		all.incrementAndGet();
	}

	/**
	 * The nanoseconds that it takes so far.
	 */
	long nanos() {
		return System.nanoTime() - this.start;
	}

	/**
	 * Count it no more.
	 */
	void end() {
		if (this.over.compareAndSet(false, true)) {
			this.all.decrementAndGet();
		}
	}

}
