package dev.sightline.autoconfigure.sentry;

import java.time.Duration;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Sends the spans of OpenTelemetry to Sentry.
 *
 * @see <a href="https://docs.sentry.io/concepts/otlp/direct/traces/">Sentry's receiver of
 * OTLP</a>
 */
final class SentrySpans {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private SentrySpans() {
	}

	/**
	 * An exporter to the receiver that belongs to the DSN, or one that does nothing
	 * without a DSN.
	 */
	static SpanExporter exporter(Environment environment) {
		String text = environment.getProperty(SentryDsn.KEY);
		if (!StringUtils.hasText(text)) {
			return SpanExporter.composite();
		}
		SentryDsn dsn = SentryDsn.parse(text);
		return OtlpHttpSpanExporter.builder()
			.setEndpoint(dsn.base() + "/api/" + dsn.project() + "/integration/otlp/v1/traces")
			.addHeader("x-sentry-auth", "sentry sentry_key=" + dsn.publicKey())
			.setCompression("gzip")
			.setTimeout(TIMEOUT)
			.setConnectTimeout(TIMEOUT)
			// Another attempt would hold those that wait, and the exit.
			.setRetryPolicy(null)
			.build();
	}

}
