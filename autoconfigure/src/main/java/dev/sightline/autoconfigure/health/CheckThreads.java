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
	 * How many critical checks run at a time, and how many others, besides those that
	 * hang.
	 */
	static final int ACTIVE = 16;

	/**
	 * How many threads critical checks have at most, and how many the others.
	 */
	static final int LIMIT = 80;

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 20, TimeUnit.SECONDS,
			new SynchronousQueue<>(), CheckThread::new);

	private final AtomicInteger critical = new AtomicInteger();

	private final AtomicInteger others = new AtomicInteger();

	private final Runnable done;

	/**
	 * Create no threads yet.
	 * @param done called when one is free
	 */
	CheckThreads(Runnable done) {
		this.done = done;
	}

	boolean hasRoom(boolean critical) {
		return busy(critical).get() < LIMIT;
	}

	private AtomicInteger busy(boolean critical) {
		return critical ? this.critical : this.others;
	}

	/**
	 * Run something.
	 * @param critical whether readiness depends on it
	 * @return why it does not run, {@code null} if it does
	 */
	@Nullable String run(Runnable task, boolean critical) {
		AtomicInteger busy = busy(critical);
		busy.incrementAndGet();
		try {
			this.executor.execute(() -> {
				try {
					task.run();
				}
				finally {
					busy.decrementAndGet();
					this.done.run();
				}
			});
			return null;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			busy.decrementAndGet();
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
