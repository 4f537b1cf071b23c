package dev.sightline.autoconfigure.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Sends what all signals still have, when the application ends. It comes after web
 * servers, listeners and executors have stopped, so that their last words are sent, and
 * before beans are destroyed.
 */
class ShutdownStep implements SmartLifecycle {

	/**
	 * Whatever stops later has nothing to tell, or comes too late.
	 */
	static final int PHASE = Integer.MIN_VALUE + 1024;

	/**
	 * The share of the time that is kept for those who come last.
	 */
	private static final int LAST = 5;

	private static final Logger logger = LoggerFactory.getLogger(ShutdownStep.class);

	private final ObjectProvider<ShutdownFlush> all;

	private final Duration timeout;

	private volatile boolean running;

	ShutdownStep(ObjectProvider<ShutdownFlush> all, Duration timeout) {
		this.all = all;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		long deadline = System.nanoTime() + this.timeout.toNanos();
		List<ShutdownFlush> all = this.all.orderedStream().toList();
		Stream<ShutdownFlush> first = all.stream().filter((flush) -> !flush.isLast());
		flush(first, deadline - this.timeout.toNanos() / LAST);
		flush(all.stream().filter(ShutdownFlush::isLast), deadline);
	}

	private void flush(Stream<ShutdownFlush> all, long deadline) {
		List<ShutdownThread> threads = new ArrayList<>();
		all.forEach((flush) -> {
			ShutdownThread thread = new ShutdownThread(flush, deadline - System.nanoTime());
			thread.start();
			threads.add(thread);
		});
		long end = deadline;
		boolean interrupted = false;
		for (ShutdownThread thread : threads) {
			try {
				long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
				thread.join(Math.max(1, millis));
			}
			catch (InterruptedException ex) {
				// Whoever ends the application does not want to wait.
				interrupted = true;
				end = System.nanoTime();
			}
			tell(thread);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void tell(ShutdownThread thread) {
		boolean late = thread.isAlive();
		if (late) {
			thread.interrupt();
		}
		if (late || thread.failure() != null || thread.lost() > 0) {
			logger.warn(
					"{} {} not sent before the end of the application{}. See sightline.shutdown-timeout, which is {} ms.",
					(thread.lost() > 0) ? thread.lost() : "Some", thread.flush().name() + " were",
					(thread.failure() != null) ? ": " + thread.failure() : "", this.timeout.toMillis());
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
