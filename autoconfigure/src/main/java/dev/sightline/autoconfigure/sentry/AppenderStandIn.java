package dev.sightline.autoconfigure.sentry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;

/**
 * Stands for an appender while that changes its place.
 */
class AppenderStandIn extends AppenderBase<ILoggingEvent> {

	private final Appender<ILoggingEvent> appender;

	AppenderStandIn(Appender<ILoggingEvent> appender) {
		this.appender = appender;
	}

	/**
	 * It has neither filters nor a lock.
	 */
	@Override
	public void doAppend(ILoggingEvent line) {
		append(line);
	}

	@Override
	protected void append(ILoggingEvent line) {
		this.appender.doAppend(line);
	}

}
