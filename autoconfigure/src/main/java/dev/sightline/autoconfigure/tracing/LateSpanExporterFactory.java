package dev.sightline.autoconfigure.tracing;

import java.util.Locale;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.tracing.export.OtlpTarget;

/**
 * Makes the exporter that Spring Boot's keys describe, or one that does nothing if they
 * name no endpoint.
 */
class LateSpanExporterFactory {

	private final OtlpTracingProperties properties;

	private final ObjectProvider<OtlpTracingConnectionDetails> connectionDetails;

	private final ObjectProvider<SslBundles> sslBundles;

	private final ObjectProvider<MeterProvider> meterProvider;

	LateSpanExporterFactory(OtlpTracingProperties properties,
			ObjectProvider<OtlpTracingConnectionDetails> connectionDetails, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<MeterProvider> meterProvider) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.sslBundles = sslBundles;
		this.meterProvider = meterProvider;
	}

	SpanExporter create(Environment environment, ObjectProvider<OtlpHttpSpanExporterBuilderCustomizer> httpCustomizers,
			ObjectProvider<OtlpGrpcSpanExporterBuilderCustomizer> grpcCustomizers) {
		OtlpTracingConnectionDetails details = userDetails();
		String endpoint = (details != null) ? details.getUrl(this.properties.getTransport())
				: this.properties.getEndpoint();
		if (!StringUtils.hasText(endpoint) || !OtlpTarget.isEnabled(environment)) {
			return SpanExporter.composite();
		}
		SslBundle bundle = (details != null) ? details.getSslBundle() : sslBundle();
		OtlpTarget target = new OtlpTarget(endpoint, this.properties.getHeaders(), this.properties.getTimeout(),
				this.properties.getConnectTimeout(), this.properties.getCompression().name().toLowerCase(Locale.ROOT),
				bundle);
		MeterProvider meters = this.meterProvider.getIfAvailable();
		return (this.properties.getTransport() == Transport.GRPC)
				? target.grpc(meters, grpcCustomizers.orderedStream().toList())
				: target.http(meters, httpCustomizers.orderedStream().toList());
	}

	/**
	 * Spring Boot's own details stand for the endpoint that was known ahead of time.
	 */
	private @Nullable OtlpTracingConnectionDetails userDetails() {
		return this.connectionDetails.stream()
			.filter((details) -> !details.getClass().getName().contains(".OtlpTracingConfigurations$"))
			.findFirst()
			.orElse(null);
	}

	private @Nullable SslBundle sslBundle() {
		String name = this.properties.getSsl().getBundle();
		return StringUtils.hasLength(name) ? this.sslBundles.getObject().getBundle(name) : null;
	}

}
