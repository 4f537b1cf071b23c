package dev.sightline.autoconfigure.sentry;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.sentry.logback.SentryAppender;
import io.sentry.spring.boot4.SentryProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Reports log lines while the application runs, from the loggers and levels that Sentry's
 * own settings name. A logger that has an appender of Sentry's already keeps it.
 */
class LogReports implements ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private final SentryProperties.Logging settings;

	private final ReportAppender appender;

	private final List<Logger> loggers = new ArrayList<>();

	LogReports(SentryProperties.Logging settings, ReportAppender appender) {
		this.settings = settings;
		this.appender = appender;
	}

	@Override
	public synchronized void onApplicationEvent(ContextRefreshedEvent event) {
		if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
			return;
		}
		for (String name : this.settings.getLoggers()) {
			Logger logger = context.getLogger(name);
			if (!hasAppender(logger)) {
				start(context);
				logger.addAppender(this.appender);
				putFirst(logger);
				this.loggers.add(logger);
			}
		}
	}

	/**
	 * A line that becomes an event has its id, so the event comes before the line is
	 * written. For a moment an appender is there twice, so that no line of another thread
	 * is lost.
	 */
	private void putFirst(Logger logger) {
		List<Appender<ILoggingEvent>> others = new ArrayList<>();
		logger.iteratorForAppenders().forEachRemaining(others::add);
		others.remove(this.appender);
		for (Appender<ILoggingEvent> other : others) {
			AppenderStandIn standIn = new AppenderStandIn(other);
			logger.addAppender(standIn);
			logger.detachAppender(other);
			logger.addAppender(other);
			logger.detachAppender(standIn);
		}
	}

	private void start(LoggerContext context) {
		if (!this.appender.isStarted()) {
			this.appender.setName("SENTRY_APPENDER");
			this.appender.setContext(context);
			this.appender.setMinimumBreadcrumbLevel(level(this.settings.getMinimumBreadcrumbLevel()));
			this.appender.setMinimumEventLevel(level(this.settings.getMinimumEventLevel()));
			this.appender.setMinimumLevel(level(this.settings.getMinimumLevel()));
			this.appender.start();
		}
	}

	/**
	 * Nothing means that the appender keeps its default.
	 */
	private static @Nullable Level level(org.slf4j.event.@Nullable Level level) {
		return (level != null) ? Level.toLevel(level.name()) : null;
	}

	private static boolean hasAppender(Logger logger) {
		for (Iterator<Appender<ILoggingEvent>> it = logger.iteratorForAppenders(); it.hasNext();) {
			if (it.next() instanceof SentryAppender) {
				return true;
			}
		}
		return false;
	}

	@Override
	public synchronized void destroy() {
		this.loggers.forEach((logger) -> logger.detachAppender(this.appender));
		this.loggers.clear();
		this.appender.stop();
	}

}
