package dev.sightline.autoconfigure.logging;

import java.nio.file.Path;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.condition.SignalState;

/**
 * Looks at the settings of the log before there is one, since a log that fails can not
 * tell why.
 */
class LoggingCheckListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		ClassLoader classLoader = event.getSpringApplication().getClassLoader();
		if (SignalState.of(Signal.LOGGING, environment, classLoader).enabled()) {
			LoggingProperties properties = LoggingProperties.of(environment);
			LogPeers.of(properties.getLogstash().getDestinations());
			properties.getFiles().forEach((name, file) -> LogFileSettings.of(name, Path.of(name), file));
		}
	}

}
