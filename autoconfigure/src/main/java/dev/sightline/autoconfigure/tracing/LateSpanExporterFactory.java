package dev.sightline.autoconfigure.tracing;

import java.util.Locale;

import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Makes the exporter that Spring Boot's keys describe, or one that does nothing if they
 * name no endpoint.
 */
class LateSpanExporterFactory {

	private final OtlpTracingProperties properties;

	private final ObjectProvider<SslBundles> sslBundles;

	private final ObjectProvider<MeterProvider> meterProvider;

	LateSpanExporterFactory(OtlpTracingProperties properties, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<MeterProvider> meterProvider) {
		this.properties = properties;
		this.sslBundles = sslBundles;
		this.meterProvider = meterProvider;
	}

	SpanExporter create(Environment environment, ObjectProvider<OtlpHttpSpanExporterBuilderCustomizer> httpCustomizers,
			ObjectProvider<OtlpGrpcSpanExporterBuilderCustomizer> grpcCustomizers) {
		String endpoint = this.properties.getEndpoint();
		if (!StringUtils.hasText(endpoint) || !isEnabled(environment)) {
			return SpanExporter.composite();
		}
		return (this.properties.getTransport() == Transport.GRPC) ? grpc(endpoint, grpcCustomizers)
				: http(endpoint, httpCustomizers);
	}

	/**
	 * Asks the two switches of Spring Boot that its own condition asks.
	 */
	private static boolean isEnabled(Environment environment) {
		Boolean otlp = environment.getProperty("management.tracing.export.otlp.enabled", Boolean.class);
		return (otlp != null) ? otlp
				: environment.getProperty("management.tracing.export.enabled", Boolean.class, true);
	}

	private SpanExporter http(String endpoint, ObjectProvider<OtlpHttpSpanExporterBuilderCustomizer> customizers) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(endpoint)
			.setTimeout(this.properties.getTimeout())
			.setConnectTimeout(this.properties.getConnectTimeout())
			.setCompression(compression());
		this.properties.getHeaders().forEach(builder::addHeader);
		this.meterProvider.ifAvailable(builder::setMeterProvider);
		SslBundle bundle = sslBundle();
		if (bundle != null) {
			builder.setSslContext(bundle.createSslContext(), trustManager(bundle));
		}
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private SpanExporter grpc(String endpoint, ObjectProvider<OtlpGrpcSpanExporterBuilderCustomizer> customizers) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(endpoint)
			.setTimeout(this.properties.getTimeout())
			.setConnectTimeout(this.properties.getConnectTimeout())
			.setCompression(compression());
		this.properties.getHeaders().forEach(builder::addHeader);
		this.meterProvider.ifAvailable(builder::setMeterProvider);
		SslBundle bundle = sslBundle();
		if (bundle != null) {
			builder.setSslContext(bundle.createSslContext(), trustManager(bundle));
		}
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private String compression() {
		return this.properties.getCompression().name().toLowerCase(Locale.ROOT);
	}

	private @Nullable SslBundle sslBundle() {
		String name = this.properties.getSsl().getBundle();
		return StringUtils.hasLength(name) ? this.sslBundles.getObject().getBundle(name) : null;
	}

	private static X509TrustManager trustManager(SslBundle bundle) {
		for (TrustManager trustManager : bundle.getManagers().getTrustManagers()) {
			if (trustManager instanceof X509TrustManager x509TrustManager) {
				return x509TrustManager;
			}
		}
		throw new IllegalStateException("The SSL bundle has no X509TrustManager");
	}

}
