package dev.sightline.autoconfigure.sentry;

import java.time.Duration;

import io.sentry.Sentry;
import io.sentry.SentryOptions;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.ShutdownFlush;

/**
 * Sends the events that are still there when the application ends.
 */
class EventFlush implements ShutdownFlush {

	/**
	 * What Sentry may wait for afterwards. It could be all that there is to wait for.
	 */
	private static final long REST = 100;

	private final SentryOptions options;

	private final ExportCounts counts;

	EventFlush(SentryOptions options, ExportCounts counts) {
		this.options = options;
		this.counts = counts;
	}

	@Override
	public String name() {
		return "events for Sentry";
	}

	/**
	 * Sentry's own waiting comes after it and would come on top.
	 */
	@Override
	public long flush(Duration timeout) {
		try {
			Sentry.flush(timeout.toMillis());
		}
		finally {
			this.options.setFlushTimeoutMillis(Math.min(REST, this.options.getFlushTimeoutMillis()));
			this.options.setShutdownTimeoutMillis(Math.min(REST, this.options.getShutdownTimeoutMillis()));
		}
		return this.counts.queued();
	}

}
