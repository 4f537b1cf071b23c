package dev.sightline.autoconfigure.sentry;

import io.sentry.UncaughtExceptionHandlerIntegration.UncaughtExceptionHint;
import io.sentry.hints.DiskFlushNotification;
import io.sentry.hints.SessionEnd;
import io.sentry.hints.SubmissionResult;
import io.sentry.hints.TransactionEnd;
import io.sentry.protocol.SentryId;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an exception that ended a thread. The SDK has a hint of its own on it,
 * for which its thread waits, and an envelope has one hint only.
 *
 * @param hint the SDK's
 * @param outcome ours
 */
record UncaughtOutcome(UncaughtExceptionHint hint,
		SubmissionResult outcome) implements SubmissionResult, DiskFlushNotification, SessionEnd, TransactionEnd {

	@Override
	public void setResult(boolean success) {
		this.outcome.setResult(success);
	}

	@Override
	public boolean isSuccess() {
		return this.outcome.isSuccess();
	}

	@Override
	public void markFlushed() {
		this.hint.markFlushed();
	}

	@Override
	public boolean isFlushable(@Nullable SentryId eventId) {
		return this.hint.isFlushable(eventId);
	}

	@Override
	public void setFlushable(SentryId eventId) {
		this.hint.setFlushable(eventId);
	}

}
