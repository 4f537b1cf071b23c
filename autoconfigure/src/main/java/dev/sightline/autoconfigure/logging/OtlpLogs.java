package dev.sightline.autoconfigure.logging;

import java.util.stream.Stream;

import ch.qos.logback.classic.LoggerContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Connects the appender, which is there before all beans, with what sends its lines.
 */
class OtlpLogs implements InitializingBean, DisposableBean {

	private final ObjectProvider<OpenTelemetry> openTelemetry;

	private final ObjectProvider<LogRecordExporter> exporters;

	OtlpLogs(ObjectProvider<OpenTelemetry> openTelemetry, ObjectProvider<LogRecordExporter> exporters) {
		this.openTelemetry = openTelemetry;
		this.exporters = exporters;
	}

	static Stream<OtlpAppender> appenders() {
		return (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) ? LogbackSetup.appenders(context)
			.stream()
			.filter(OtlpAppender.class::isInstance)
			.map(OtlpAppender.class::cast) : Stream.empty();
	}

	@Override
	public void afterPropertiesSet() {
		OpenTelemetry openTelemetry = this.openTelemetry.getIfAvailable();
		boolean sent = this.exporters.stream().findAny().isPresent();
		appenders().forEach((appender) -> {
			if (openTelemetry != null && sent) {
				appender.install(openTelemetry);
			}
			else {
				LoggerFactory.getLogger(OtlpLogs.class)
					.warn("sightline.logging.otlp.enabled is set, but log lines are not sent: there is no exporter for them");
				appender.giveUp();
			}
		});
	}

	@Override
	public void destroy() {
		appenders().forEach(OtlpAppender::uninstall);
	}

}
