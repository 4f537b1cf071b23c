package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.SentryOptions.BeforeSendCallback;
import io.sentry.protocol.SentryId;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Asks the application's own callback, and tells the application the id of an event that
 * is going to be sent: in its log lines, on its span and by choice in its answer.
 */
class LastWord implements BeforeSendCallback {

	/**
	 * The header of the answer.
	 */
	static final String HEADER = "X-Sentry-Event-Id";

	private final @Nullable BeforeSendCallback callback;

	private final SentryReports reports;

	private final Observations observations;

	private final Spans spans;

	private final boolean header;

	private final ExportCounts counts;

	private final Guard callbackGuard = new Guard(LoggerFactory.getLogger(LastWord.class),
			"An event for Sentry was dropped since the BeforeSendCallback of the application failed. This is told once.");

	private final Guard guard = new Guard(LoggerFactory.getLogger(LastWord.class),
			"The id of an event for Sentry was not told to the application. This is told once.");

	LastWord(@Nullable BeforeSendCallback callback, SentryReports reports, Observations observations, Spans spans,
			boolean header, ExportCounts counts) {
		this.callback = callback;
		this.reports = reports;
		this.observations = observations;
		this.spans = spans;
		this.header = header;
		this.counts = counts;
	}

	@Override
	public @Nullable SentryEvent execute(SentryEvent event, Hint hint) {
		SentryEvent sent = (this.callback != null) ? ask(this.callback, event, hint) : event;
		SentryId id = (sent != null) ? sent.getEventId() : null;
		if (id != null) {
			this.guard.run(() -> tell(id.toString(), hint));
		}
		return sent;
	}

	/**
	 * Sentry does not send what a callback failed on, since it may be private.
	 */
	private @Nullable SentryEvent ask(BeforeSendCallback callback, SentryEvent event, Hint hint) {
		try {
			return callback.execute(event, hint);
		}
		catch (RuntimeException ex) {
			this.counts.offer();
			this.counts.fail(1);
			this.callbackGuard.tell(ex);
			return null;
		}
	}

	private void tell(String eventId, Hint hint) {
		Observation.Context context = this.observations.of(hint);
		if (context == null) {
			return;
		}
		this.spans.tag(context, SentryReports.EVENT_ID, eventId);
		if (this.observations.current() != null) {
			this.reports.tell(eventId);
		}
		if (this.header) {
			WebRequests.header(Observations.root(context), HEADER, eventId);
		}
	}

}
