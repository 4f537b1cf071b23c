package dev.sightline.autoconfigure.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Takes secrets out of spans, on the way to an exporter.
 */
class RedactingSpanExporter implements SpanExporter {

	private final SpanExporter exporter;

	private final Redactor redactor;

	RedactingSpanExporter(SpanExporter exporter, Redactor redactor) {
		this.exporter = exporter;
		this.redactor = redactor;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<SpanData> redacted = new ArrayList<>(spans.size());
		for (SpanData span : spans) {
			redacted.add(RedactedSpan.of(span, this.redactor));
		}
		return this.exporter.export(redacted);
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

	@Override
	public String toString() {
		return this.exporter.toString();
	}

}
