package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.Map;
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

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * Where spans are sent, and how.
 *
 * @param endpoint the full URL
 * @param headers what each request has
 * @param timeout how long an attempt may take
 * @param connectTimeout how long connecting may take
 * @param compression {@code gzip} or {@code none}
 * @param bundle certificates and keys, {@code null} for those of the JVM
 */
public record OtlpTarget(String endpoint, Map<String, String> headers, Duration timeout, Duration connectTimeout,
		String compression, @Nullable SslBundle bundle) {

	/**
	 * Asks the two switches of Spring Boot that its own condition asks, but when the
	 * application starts: ahead of time they say no.
	 */
	public static boolean isEnabled(Environment environment) {
		Boolean otlp = environment.getProperty("management.tracing.export.otlp.enabled", Boolean.class);
		return (otlp != null) ? otlp
				: environment.getProperty("management.tracing.export.enabled", Boolean.class, true);
	}

	/**
	 * Make an exporter that speaks HTTP.
	 * @param meterProvider what it counts with, {@code null} for nothing
	 * @param customizers what is done to its builder, in order
	 */
	public SpanExporter http(@Nullable MeterProvider meterProvider,
			Iterable<OtlpHttpSpanExporterBuilderCustomizer> customizers) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(this.endpoint)
			.setTimeout(this.timeout)
			.setConnectTimeout(this.connectTimeout)
			.setCompression(this.compression);
		configure(builder::addHeader, builder::setSslContext);
		accept(meterProvider, builder::setMeterProvider);
		customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	/**
	 * Make an exporter that speaks gRPC.
	 * @param meterProvider what it counts with, {@code null} for nothing
	 * @param customizers what is done to its builder, in order
	 */
	public SpanExporter grpc(@Nullable MeterProvider meterProvider,
			Iterable<OtlpGrpcSpanExporterBuilderCustomizer> customizers) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(this.endpoint)
			.setTimeout(this.timeout)
			.setConnectTimeout(this.connectTimeout)
			.setCompression(this.compression);
		configure(builder::addHeader, builder::setSslContext);
		accept(meterProvider, builder::setMeterProvider);
		customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private static void accept(@Nullable MeterProvider meterProvider, Consumer<MeterProvider> target) {
		if (meterProvider != null) {
			target.accept(meterProvider);
		}
	}

	private void configure(BiConsumer<String, String> target, BiConsumer<SSLContext, X509TrustManager> ssl) {
		this.headers.forEach(target);
		if (this.bundle != null) {
			ssl.accept(this.bundle.createSslContext(), trustManager(this.bundle));
		}
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
