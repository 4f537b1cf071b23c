package dev.sightline.autoconfigure.logging;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * Gives lines without secrets to the appender of OpenTelemetry, and keeps the first ones
 * until there is an OpenTelemetry to send them.
 */
class OtlpAppender extends GuardedAppender {

	private static final String DESTINATION = "otlp";

	private static final Set<LossReason> REASONS = EnumSet
		.complementOf(EnumSet.of(LossReason.RATE_LIMITED, LossReason.CAPPED));

	/**
	 * More than an application logs before it has its beans.
	 */
	private static final int EARLY = 1000;

	/**
	 * What the sender says of its failures would be sent by it, and fail.
	 */
	private static final String SENDER = "io.opentelemetry.";

	private final OpenTelemetryAppender delegate = new OpenTelemetryAppender();

	private final Queue<ILoggingEvent> early = new ArrayDeque<>();

	private final OtlpEvents events;

	private volatile boolean installed;

	private volatile @Nullable OpenTelemetry openTelemetry;

	OtlpAppender(OtlpEvents events) {
		super("sightline-otlp", newCounts());
		this.events = events;
	}

	static ExportCounts newCounts() {
		return new ExportCounts("logs", DESTINATION, REASONS);
	}

	@Override
	public void setContext(Context context) {
		super.setContext(context);
		this.delegate.setContext(context);
	}

	@Override
	public void start() {
		this.delegate.setName(getName());
		this.delegate.setCaptureKeyValuePairAttributes(true);
		this.delegate.start();
		super.start();
	}

	@Override
	void write(ILoggingEvent event) {
		if (event.getLoggerName().startsWith(SENDER)) {
			return;
		}
		ILoggingEvent copy = this.events.copy(event);
		if (this.installed || !isEarly(copy)) {
			this.delegate.doAppend(copy);
		}
	}

	private synchronized boolean isEarly(ILoggingEvent event) {
		if (this.installed) {
			return false;
		}
		if (this.early.size() < EARLY) {
			this.early.add(event);
		}
		else {
			lose(LossReason.QUEUE_FULL);
		}
		return true;
	}

	private void lose(LossReason reason) {
		counts().offer();
		counts().lose(reason, 1);
	}

	/**
	 * Send lines from now on, and those that were kept.
	 */
	synchronized void install(OpenTelemetry openTelemetry) {
		this.delegate.setOpenTelemetry(openTelemetry);
		this.openTelemetry = openTelemetry;
		ILoggingEvent event = this.early.poll();
		while (event != null) {
			this.delegate.doAppend(event);
			event = this.early.poll();
		}
		this.installed = true;
	}

	/**
	 * Send no more lines, as what sends them is about to end.
	 */
	synchronized void uninstall() {
		this.installed = false;
		this.openTelemetry = null;
		this.delegate.setOpenTelemetry(OpenTelemetry.noop());
	}

	/**
	 * Take no lines any more: nothing will send them.
	 */
	void giveUp() {
		stop();
		if (getContext() instanceof LoggerContext context) {
			context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
		}
	}

	@Override
	void flush() {
		super.flush();
		OpenTelemetry openTelemetry = this.openTelemetry;
		if (openTelemetry instanceof OpenTelemetrySdk sdk) {
			sdk.getSdkLoggerProvider().forceFlush();
		}
	}

	@Override
	synchronized void close(boolean hurry) {
		this.early.forEach((event) -> lose(LossReason.SHUTDOWN));
		this.early.clear();
		this.delegate.stop();
	}

}
