package dev.sightline.autoconfigure.tracing.keep;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span that was recorded, with the reason why it is kept.
 */
class RecordedSpan extends DelegatingSpanData {

	private final Attributes attributes;

	RecordedSpan(SpanData span, KeepReason reason) {
		super(span);
		this.attributes = span.getAttributes().toBuilder().put(KeepReason.KEY, reason.text()).build();
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return super.getTotalAttributeCount() + 1;
	}

}
