package dev.sightline.autoconfigure.logging;

import org.apache.commons.logging.LogFactory;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.condition.SignalState;

/**
 * Sets the log up right after Spring Boot did, before its first line.
 */
class LoggingSetupListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		ClassLoader classLoader = event.getSpringApplication().getClassLoader();
		if (!SignalState.of(Signal.LOGGING, environment, classLoader).enabled()) {
			return;
		}
		if (!ClassUtils.isPresent(LOGBACK, classLoader) || !Setup.apply(environment)) {
			LogFactory.getLog(LoggingSetupListener.class)
				.warn("sightline.logging only chooses the format of log lines: Logback is not in use."
						+ " No redaction, no files, no shipping.");
		}
	}

	private static final class Setup {

		static boolean apply(ConfigurableEnvironment environment) {
			if (LoggerFactory.getILoggerFactory() instanceof ch.qos.logback.classic.LoggerContext context) {
				new LogbackSetup(context, environment).apply();
				return true;
			}
			return false;
		}

	}

}
