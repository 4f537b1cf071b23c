package dev.sightline.autoconfigure.tracing.keep;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span that was made of what was known at its end.
 *
 * @param getName the name
 * @param getKind the kind
 * @param getSpanContext its ids
 * @param getParentSpanContext the ids of its parent, invalid if it has none
 * @param getStatus the status
 * @param getStartEpochNanos when it began
 * @param getEndEpochNanos when it ended
 * @param getAttributes the attributes
 * @param getEvents the exception, if there was one
 * @param getResource who made it
 * @param getInstrumentationScopeInfo what made it
 */
@SuppressWarnings("deprecation")
record KeptSpan(String getName, SpanKind getKind, SpanContext getSpanContext, SpanContext getParentSpanContext,
		StatusData getStatus, long getStartEpochNanos, long getEndEpochNanos, Attributes getAttributes,
		List<EventData> getEvents, Resource getResource,
		InstrumentationScopeInfo getInstrumentationScopeInfo) implements SpanData {

	@Override
	public List<LinkData> getLinks() {
		return List.of();
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	public int getTotalRecordedEvents() {
		return getEvents().size();
	}

	@Override
	public int getTotalRecordedLinks() {
		return 0;
	}

	@Override
	public int getTotalAttributeCount() {
		return getAttributes().size();
	}

	@Override
	public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return InstrumentationLibraryInfo.create(getInstrumentationScopeInfo().getName(),
				getInstrumentationScopeInfo().getVersion());
	}

}
