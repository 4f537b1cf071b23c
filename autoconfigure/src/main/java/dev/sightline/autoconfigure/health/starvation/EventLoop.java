package dev.sightline.autoconfigure.health.starvation;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one thread of an event loop, which is given a task to see whether it comes to it.
 */
final class EventLoop implements Workers {

	private final Executor loop;

	private final AtomicBoolean waiting = new AtomicBoolean();

	private long since;

	EventLoop(Executor loop) {
		this.loop = loop;
	}

	@Override
	public synchronized Duration stuck() {
		if (this.waiting.get()) {
			return Duration.ofNanos(System.nanoTime() - this.since);
		}
		this.since = System.nanoTime();
		this.waiting.set(true);
		try {
			this.loop.execute(() -> this.waiting.set(false));
		}
		catch (RejectedExecutionException ex) {
			// It ends.
			this.waiting.set(false);
		}
		return Duration.ZERO;
	}

}
