package dev.sightline.autoconfigure.tracing.export;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A wish that a queue is emptied, by a certain time.
 */
final class SpanFlush {

	private final long deadline;

	private final CompletableFuture<Boolean> done = new CompletableFuture<>();

	SpanFlush(long deadline) {
		this.deadline = deadline;
	}

	/**
	 * The nanoseconds that are left, 0 or less if there are none.
	 */
	long left() {
		return this.deadline - System.nanoTime();
	}

	boolean isLate() {
		return left() <= 0;
	}

	void done() {
		this.done.complete(true);
	}

	void whenDone(Runnable action) {
		this.done.thenRun(action);
	}

	/**
	 * Wait until it is done or too late.
	 */
	void await() throws InterruptedException {
		try {
			this.done.get(Math.max(1, left()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// It is too late.
		}
	}

}
