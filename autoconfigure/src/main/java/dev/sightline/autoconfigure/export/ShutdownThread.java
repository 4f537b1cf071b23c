package dev.sightline.autoconfigure.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Lets one signal send what it has, so that another that hangs does not take its time.
 */
class ShutdownThread extends Thread {

	private final ShutdownFlush flush;

	private final Duration timeout;

	private volatile long lost;

	private volatile @Nullable Throwable failure;

	ShutdownThread(ShutdownFlush flush, long nanos) {
		super("sightline-shutdown-" + flush.name());
		setDaemon(true);
		this.flush = flush;
		this.timeout = Duration.ofNanos(Math.max(1, nanos));
	}

	@Override
	public void run() {
		try {
			this.lost = this.flush.flush(this.timeout);
		}
		catch (InterruptedException ex) {
			// It took too long, which is told already.
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	ShutdownFlush flush() {
		return this.flush;
	}

	long lost() {
		return this.lost;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

}
