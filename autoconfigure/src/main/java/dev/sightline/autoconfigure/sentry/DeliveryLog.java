package dev.sightline.autoconfigure.sentry;

import java.io.IOException;

import io.sentry.ILogger;
import io.sentry.SentryLevel;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Causes;
import dev.sightline.autoconfigure.export.Failure;

/**
 * Hears from what Sentry's transport logs why an envelope was not sent, since it tells
 * that to nobody else. All is passed on to the log of the SDK, which is off by default.
 */
class DeliveryLog implements ILogger {

	/**
	 * For a status of 413 Sentry has a line of its own, without the status.
	 */
	private static final String TOO_LARGE = "Envelope was discarded by the server";

	private final ILogger logger;

	/**
	 * Each transport has a thread of its own.
	 */
	private final ThreadLocal<@Nullable Failure> failure = new ThreadLocal<>();

	DeliveryLog(ILogger logger) {
		this.logger = logger;
	}

	/**
	 * Why the last envelope of this thread was not sent, as far as it was told since the
	 * last time.
	 */
	@Nullable Failure take() {
		Failure failure = this.failure.get();
		this.failure.remove();
		return failure;
	}

	@Override
	public void log(SentryLevel level, String message, @Nullable Object @Nullable ... arguments) {
		if (level == SentryLevel.ERROR && arguments != null && arguments.length == 1
				&& arguments[0] instanceof Integer status && status >= 100 && status < 600) {
			this.failure.set(Failure.ofStatus(status));
		}
		else if (level == SentryLevel.ERROR && message.startsWith(TOO_LARGE)) {
			this.failure.set(Failure.ofStatus(413));
		}
		this.logger.log(level, message, arguments);
	}

	@Override
	public void log(SentryLevel level, String message, @Nullable Throwable thrown) {
		note(level, thrown);
		this.logger.log(level, message, thrown);
	}

	@Override
	public void log(SentryLevel level, @Nullable Throwable thrown, String message,
			@Nullable Object @Nullable ... arguments) {
		note(level, thrown);
		this.logger.log(level, thrown, message, arguments);
	}

	private void note(SentryLevel level, @Nullable Throwable thrown) {
		if (level == SentryLevel.ERROR) {
			Causes.of(thrown)
				.stream()
				.filter(IOException.class::isInstance)
				.findFirst()
				.ifPresent((cause) -> this.failure.set(Failure.of(cause)));
		}
	}

	@Override
	public boolean isEnabled(@Nullable SentryLevel level) {
		return this.logger.isEnabled(level);
	}

}
