package dev.sightline.autoconfigure.logging;

import ch.qos.logback.classic.LoggerContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingProperties.Export;
import org.springframework.boot.opentelemetry.autoconfigure.logging.SdkLoggerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Auto-configuration for log lines over OTLP.
 */
// OpenTelemetry's starter first: else Spring Boot's would make the SDK in its place.
@AutoConfiguration(
		afterName = { "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration",
				"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration" },
		before = OpenTelemetryLoggingAutoConfiguration.class)
@ConditionalOnClass({ LoggerContext.class, OpenTelemetryAppender.class, SdkLoggerProvider.class,
		OpenTelemetryLoggingAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.LOGGING)
@ConditionalOnBooleanProperty("sightline.logging.otlp.enabled")
public final class OtlpLogAutoConfiguration {

	@Bean
	OtlpLogs sightlineOtlpLogs(ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<LogRecordExporter> exporters) {
		return new OtlpLogs(openTelemetry, exporters);
	}

	/**
	 * What Spring Boot makes, with a gate before it that counts.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(Resource.class)
	@ConditionalOnMissingBean({ BatchLogRecordProcessor.class, SdkLoggerProvider.class })
	@EnableConfigurationProperties({ LoggingProperties.class, OpenTelemetryLoggingProperties.class })
	static class Counted {

		@Bean
		OtlpLogGate sightlineOtlpLogGate(OpenTelemetryLoggingProperties properties, LoggingProperties logging) {
			ExportCounts counts = OtlpLogs.appenders()
				.map(GuardedAppender::counts)
				.findFirst()
				.orElseGet(OtlpAppender::newCounts);
			return new OtlpLogGate(counts, properties.getExport().getMaxQueueSize(), logging.getBufferSize().toBytes());
		}

		/**
		 * It ends with the provider.
		 */
		@Bean(destroyMethod = "")
		BatchLogRecordProcessor sightlineBatchLogRecordProcessor(OtlpLogGate gate,
				ObjectProvider<LogRecordExporter> exporters, OpenTelemetryLoggingProperties properties) {
			Export export = properties.getExport();
			LogRecordExporter all = LogRecordExporter.composite(exporters.orderedStream().toList());
			return BatchLogRecordProcessor.builder(new OtlpLogExporter(all, gate))
				.setExporterTimeout(export.getTimeout())
				.setMaxQueueSize(export.getMaxQueueSize())
				.setScheduleDelay(export.getScheduleDelay())
				.setMaxExportBatchSize(export.getMaxBatchSize())
				.build();
		}

		@Bean
		SdkLoggerProvider sightlineSdkLoggerProvider(OtlpLogGate gate, BatchLogRecordProcessor batch, Resource resource,
				LogLimits limits, ObjectProvider<LogRecordProcessor> processors,
				ObjectProvider<SdkLoggerProviderBuilderCustomizer> customizers) {
			SdkLoggerProviderBuilder builder = SdkLoggerProvider.builder()
				.setResource(resource)
				.setLogLimits(() -> limits);
			processors.orderedStream()
				.map((processor) -> (processor == batch) ? gate.before(batch) : processor)
				.forEach(builder::addLogRecordProcessor);
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return builder.build();
		}

	}

}
