package dev.sightline.autoconfigure.logging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.export.ShutdownFlush;

/**
 * Has the lines written that are there when the application ends.
 */
class LogFlush implements ShutdownFlush {

	/**
	 * How often it looks whether they are.
	 */
	private static final long PAUSE_MILLIS = 5;

	@Override
	public String name() {
		return "log lines";
	}

	@Override
	public boolean isLast() {
		return true;
	}

	@Override
	public long flush(Duration timeout) throws InterruptedException {
		if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
			return 0;
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		List<GuardedAppender> waiting = new ArrayList<>(LogbackSetup.appenders(context));
		waiting.forEach(GuardedAppender::flush);
		try {
			while (!waiting.isEmpty() && System.nanoTime() - deadline < 0) {
				waiting.removeIf(GuardedAppender::isFlushed);
				if (!waiting.isEmpty()) {
					Thread.sleep(PAUSE_MILLIS);
				}
			}
		}
		finally {
			waiting.forEach(GuardedAppender::hurry);
		}
		return waiting.stream().mapToLong((appender) -> appender.counts().queued()).sum();
	}

}
