package dev.sightline.autoconfigure.health.starvation;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a pool with a queue. A pool that rejects what it has no thread for has
 * nothing that waits.
 */
final class PoolWorkers implements Workers {

	private final BooleanSupplier waiting;

	private final LongSupplier finished;

	private long lastFinished = -1;

	private boolean stalled;

	private long since;

	/**
	 * Create them.
	 * @param waiting whether a task waits for a thread
	 * @param finished how many tasks were finished so far
	 */
	PoolWorkers(BooleanSupplier waiting, LongSupplier finished) {
		this.waiting = waiting;
		this.finished = finished;
	}

	static PoolWorkers of(ThreadPoolExecutor pool) {
		return new PoolWorkers(() -> isDue(pool.getQueue().peek()), pool::getCompletedTaskCount);
	}

	/**
	 * What is scheduled for later does not wait for a thread.
	 */
	private static boolean isDue(@Nullable Runnable task) {
		return task != null && !(task instanceof Delayed delayed && delayed.getDelay(TimeUnit.NANOSECONDS) > 0);
	}

	@Override
	public synchronized Duration stuck() {
		long now = System.nanoTime();
		long finished = this.finished.getAsLong();
		boolean stalled = finished == this.lastFinished && this.waiting.getAsBoolean();
		if (!stalled || !this.stalled) {
			// Nobody looked before, so it begins now.
			this.since = now;
		}
		this.stalled = stalled;
		this.lastFinished = finished;
		return Duration.ofNanos(now - this.since);
	}

}
