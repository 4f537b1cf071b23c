package dev.sightline.autoconfigure.logging;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.export.ExportMeters;

/**
 * Auto-configuration for the metrics of log lines, and for their end.
 */
@AutoConfiguration
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnEnabledSignal(Signal.LOGGING)
@EnableConfigurationProperties(LoggingProperties.class)
public final class LogExportAutoConfiguration {

	@Bean
	LogFlush sightlineLogFlush() {
		return new LogFlush();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MeterBinder sightlineLogMetrics() {
			return (registry) -> {
				if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
					new ExportMeters(LogbackSetup.appenders(context).stream().map(GuardedAppender::counts).toList())
						.bindTo(registry);
				}
			};
		}

	}

}
