package dev.sightline.autoconfigure.tracing.export;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;

/**
 * What is done to each exporter of OTLP: attempts are made by the queue, which ends them
 * when the application does.
 *
 * @param senders gives it our sender
 */
record OtlpCustomizers(SenderLoader senders) {

	OtlpHttpSpanExporterBuilderCustomizer http() {
		return (builder) -> builder.setRetryPolicy(null).setComponentLoader(this.senders);
	}

	OtlpGrpcSpanExporterBuilderCustomizer grpc() {
		return (builder) -> builder.setRetryPolicy(null);
	}

}
