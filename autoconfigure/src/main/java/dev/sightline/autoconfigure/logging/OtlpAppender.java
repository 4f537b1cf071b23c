package dev.sightline.autoconfigure.logging;

import java.util.ArrayDeque;
import java.util.Queue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;

import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Gives lines without secrets to the appender of OpenTelemetry, and keeps the first ones
 * until there is an OpenTelemetry to send them.
 */
class OtlpAppender extends GuardedAppender {

	static final String DESTINATION = "otlp";

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

	OtlpAppender(OtlpEvents events) {
		super("sightline-otlp", new ExportCounts("logs", DESTINATION));
		this.events = events;
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
			lose(1);
		}
		return true;
	}

	private void lose(long count) {
		for (long i = 0; i < count; i++) {
			counts().offer();
		}
		counts().drop(count);
	}

	/**
	 * Send lines from now on, and those that were kept.
	 */
	synchronized void install(OpenTelemetry openTelemetry) {
		this.delegate.setOpenTelemetry(openTelemetry);
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
	synchronized void close() {
		lose(this.early.size());
		this.early.clear();
		this.delegate.stop();
	}

}
