package dev.sightline.autoconfigure.tracing.keep;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * Asks the sampler of the application, but samples what a trusted caller wants, and may
 * record the rest.
 */
class KeepSampler implements Sampler {

	private static final SamplingResult DEBUG = SamplingResult.create(SamplingDecision.RECORD_AND_SAMPLE,
			Attributes.of(KeepReason.KEY, KeepReason.DEBUG.text()));

	private final Sampler sampler;

	private final boolean recordAll;

	KeepSampler(Sampler sampler, boolean recordAll) {
		this.sampler = sampler;
		this.recordAll = recordAll;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		if (DebugHeader.isWanted(parentContext)) {
			return DEBUG;
		}
		SamplingResult result = this.sampler.shouldSample(parentContext, traceId, name, spanKind, attributes,
				parentLinks);
		return (this.recordAll && result.getDecision() == SamplingDecision.DROP) ? new Recorded(result) : result;
	}

	@Override
	public String getDescription() {
		return "KeepSampler{" + this.sampler.getDescription() + "}";
	}

	/**
	 * What was to be dropped, and is recorded.
	 */
	private record Recorded(SamplingResult dropped) implements SamplingResult {

		@Override
		public SamplingDecision getDecision() {
			return SamplingDecision.RECORD_ONLY;
		}

		@Override
		public Attributes getAttributes() {
			return this.dropped.getAttributes();
		}

		@Override
		public TraceState getUpdatedTraceState(TraceState parentTraceState) {
			return this.dropped.getUpdatedTraceState(parentTraceState);
		}

	}

}
