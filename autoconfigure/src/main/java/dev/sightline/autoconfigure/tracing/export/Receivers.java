package dev.sightline.autoconfigure.tracing.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.tracing.export.ReceiversProperties.Receiver;
import dev.sightline.autoconfigure.tracing.export.ReceiversProperties.Transport;

/**
 * Makes the exporters for further receivers. Customizers of the user are for Spring
 * Boot's exporter: they may put its secrets into headers.
 */
class Receivers {

	private static final String PATH = "/v1/traces";

	private final Map<String, Receiver> receivers;

	private final OtlpCustomizers customizers;

	private final ObjectProvider<SslBundles> sslBundles;

	private final ObjectProvider<MeterProvider> meterProvider;

	Receivers(ReceiversProperties properties, OtlpCustomizers customizers, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<MeterProvider> meterProvider) {
		this.receivers = properties.getReceivers();
		this.customizers = customizers;
		this.sslBundles = sslBundles;
		this.meterProvider = meterProvider;
	}

	/**
	 * The exporters, by the name of the receiver.
	 */
	Map<String, SpanExporter> exporters() {
		Map<String, SpanExporter> exporters = new LinkedHashMap<>();
		this.receivers.forEach((name, receiver) -> {
			if (StringUtils.hasText(receiver.getEndpoint())) {
				exporters.put(name, exporter(receiver, receiver.getEndpoint().trim()));
			}
		});
		return exporters;
	}

	private SpanExporter exporter(Receiver receiver, String endpoint) {
		boolean grpc = receiver.getTransport() == Transport.GRPC;
		String base = StringUtils.trimTrailingCharacter(endpoint, '/');
		OtlpTarget target = new OtlpTarget((grpc || base.endsWith(PATH)) ? base : base + PATH, receiver.getHeaders(),
				receiver.getTimeout(), receiver.getTimeout(), receiver.isCompressed() ? "gzip" : "none",
				bundle(receiver));
		MeterProvider meters = this.meterProvider.getIfAvailable();
		return grpc ? target.grpc(meters, List.of(this.customizers.grpc()))
				: target.http(meters, List.of(this.customizers.http()));
	}

	private @Nullable SslBundle bundle(Receiver receiver) {
		String name = receiver.getSslBundle();
		return StringUtils.hasText(name) ? this.sslBundles.getObject().getBundle(name) : null;
	}

}
