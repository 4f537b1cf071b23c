package dev.sightline.autoconfigure.health;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads that checks run on, and may hang on.
 */
final class CheckThreads {

	/**
	 * How many checks run at a time, besides those that are critical or hang.
	 */
	static final int ACTIVE = 16;

	/**
	 * How many threads there are at most, besides those of critical checks.
	 */
	private static final int LIMIT = 80;

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 20, TimeUnit.SECONDS,
			new SynchronousQueue<>(), CheckThread::new);

	private final AtomicInteger busy = new AtomicInteger();

	private final Runnable done;

	/**
	 * Create no threads yet.
	 * @param done called when one is free
	 */
	CheckThreads(Runnable done) {
		this.done = done;
	}

	boolean hasRoom(boolean critical) {
		return critical || this.busy.get() < LIMIT;
	}

	/**
	 * Run something.
	 * @return why it does not run, {@code null} if it does
	 */
	@Nullable String run(Runnable task) {
		this.busy.incrementAndGet();
		try {
			this.executor.execute(() -> {
				try {
					task.run();
				}
				finally {
					this.busy.decrementAndGet();
					this.done.run();
				}
			});
			return null;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			this.busy.decrementAndGet();
			return "No thread could be started";
		}
	}

	/**
	 * Take no more. What hangs is left alone: an interrupt would close files and channels
	 * that the application needs.
	 */
	void close() {
		this.executor.shutdown();
	}

	/**
	 * Whether the current thread runs a check.
	 */
	static boolean isCurrent() {
		return Thread.currentThread() instanceof CheckThread;
	}

	/**
	 * A thread that keeps no process alive.
	 */
	private static final class CheckThread extends Thread {

		CheckThread(Runnable task) {
			super(task, "sightline-health-check");
			setDaemon(true);
		}

	}

}
