package dev.sightline.autoconfigure.tracing;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the OTLP exporter of an application that is processed ahead of
 * time: Spring Boot decides then whether there is an exporter, but the endpoint is known
 * only when the application starts.
 */
@AutoConfiguration(after = OtlpTracingAutoConfiguration.class)
@ConditionalOnClass({ OtlpHttpSpanExporter.class, OtlpTracingAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
@Conditional(OnAotProcessingCondition.class)
@EnableConfigurationProperties(OtlpTracingProperties.class)
public final class TracingExportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ OtlpHttpSpanExporter.class, OtlpGrpcSpanExporter.class })
	SpanExporter sightlineOtlpSpanExporter(OtlpTracingProperties properties, Environment environment,
			ObjectProvider<OtlpTracingConnectionDetails> connectionDetails, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<MeterProvider> meterProvider,
			ObjectProvider<OtlpHttpSpanExporterBuilderCustomizer> httpCustomizers,
			ObjectProvider<OtlpGrpcSpanExporterBuilderCustomizer> grpcCustomizers) {
		return new LateSpanExporterFactory(properties, connectionDetails, sslBundles, meterProvider).create(environment,
				httpCustomizers, grpcCustomizers);
	}

}
