package dev.sightline.autoconfigure.tracing.export;

/**
 * A thread that sends spans. What it does makes no spans itself: each would be sent, and
 * make another.
 */
class SpanExportThread extends Thread {

	SpanExportThread(Runnable work, String destination) {
		super(work, "sightline-spans-" + destination);
		setDaemon(true);
	}

	/**
	 * Whether the calling thread is one of them.
	 */
	static boolean isCurrent() {
		return Thread.currentThread() instanceof SpanExportThread;
	}

}
