package dev.sightline.autoconfigure.tracing;

import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
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
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

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
		if (!StringUtils.hasText(endpoint) || !isEnabled(environment)) {
			return SpanExporter.composite();
		}
		SslBundle bundle = (details != null) ? details.getSslBundle() : sslBundle();
		return (this.properties.getTransport() == Transport.GRPC) ? grpc(endpoint, bundle, grpcCustomizers)
				: http(endpoint, bundle, httpCustomizers);
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

	/**
	 * Asks the two switches of Spring Boot that its own condition asks.
	 */
	private static boolean isEnabled(Environment environment) {
		Boolean otlp = environment.getProperty("management.tracing.export.otlp.enabled", Boolean.class);
		return (otlp != null) ? otlp
				: environment.getProperty("management.tracing.export.enabled", Boolean.class, true);
	}

	private SpanExporter http(String endpoint, @Nullable SslBundle bundle,
			ObjectProvider<OtlpHttpSpanExporterBuilderCustomizer> customizers) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(endpoint)
			.setTimeout(this.properties.getTimeout())
			.setConnectTimeout(this.properties.getConnectTimeout())
			.setCompression(compression());
		configure(bundle, builder::addHeader, builder::setMeterProvider, builder::setSslContext);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private SpanExporter grpc(String endpoint, @Nullable SslBundle bundle,
			ObjectProvider<OtlpGrpcSpanExporterBuilderCustomizer> customizers) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(endpoint)
			.setTimeout(this.properties.getTimeout())
			.setConnectTimeout(this.properties.getConnectTimeout())
			.setCompression(compression());
		configure(bundle, builder::addHeader, builder::setMeterProvider, builder::setSslContext);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private void configure(@Nullable SslBundle bundle, BiConsumer<String, String> headers,
			Consumer<MeterProvider> meters, BiConsumer<SSLContext, X509TrustManager> ssl) {
		this.properties.getHeaders().forEach(headers);
		this.meterProvider.ifAvailable(meters);
		if (bundle != null) {
			ssl.accept(bundle.createSslContext(), trustManager(bundle));
		}
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
