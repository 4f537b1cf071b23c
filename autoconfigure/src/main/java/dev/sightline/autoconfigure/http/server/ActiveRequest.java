package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A request that is being answered, and counted among those until it is over for the
 * first time.
 */
final class ActiveRequest {

	private static final AtomicIntegerFieldUpdater<ActiveRequest> OVER = AtomicIntegerFieldUpdater
		.newUpdater(ActiveRequest.class, "over");

	private final long start = System.nanoTime();

	private final AtomicInteger all;

	private volatile int over;

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
		if (OVER.compareAndSet(this, 0, 1)) {
			this.all.decrementAndGet();
		}
	}

}
