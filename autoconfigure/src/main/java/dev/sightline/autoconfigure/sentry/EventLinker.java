package dev.sightline.autoconfigure.sentry;

import java.util.List;

import io.micrometer.observation.Observation;
import io.sentry.EventProcessor;
import io.sentry.Hint;
import io.sentry.PropagationContext;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLogEvent;
import io.sentry.SpanContext;
import io.sentry.SpanId;
import io.sentry.protocol.SentryId;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Links an event to its trace, in its header too, and tells of the request and of what
 * happened before it.
 */
class EventLinker implements EventProcessor {

	/**
	 * After Sentry's own processors, which fill in what is missing, and before those of
	 * the application, which may change it.
	 */
	private static final long ORDER = 20_000;

	private final Observations observations;

	private final TraceIds.Finder traces;

	private final List<EventDetail> details;

	private final Guard guard = new Guard(LoggerFactory.getLogger(EventLinker.class),
			"An event for Sentry does not tell all that is known. This is told once.");

	EventLinker(Observations observations, TraceIds.Finder traces, List<EventDetail> details) {
		this.observations = observations;
		this.traces = traces;
		this.details = List.copyOf(details);
	}

	@Override
	public SentryEvent process(SentryEvent event, Hint hint) {
		Observation.Context context = this.observations.of(hint);
		this.guard.run(() -> link(event, this.traces.find(context)));
		Observation.Context root = (context != null) ? Observations.root(context) : null;
		for (EventDetail detail : this.details) {
			this.guard.run(() -> detail.add(event, context, root));
		}
		return event;
	}

	/**
	 * The header of the envelope is made of what the scope says, so the scope is told
	 * too. Without a span it begins a trace of its own, lest the thread goes on with that
	 * of another event.
	 */
	private static void link(SentryEvent event, @Nullable TraceIds ids) {
		if (ids == null) {
			PropagationContext own = new PropagationContext();
			Sentry.configureScope((scope) -> scope.setPropagationContext(own));
			event.getContexts().setTrace(own.toSpanContext());
			return;
		}
		SentryId traceId = new SentryId(ids.traceId());
		SpanId spanId = new SpanId(ids.spanId());
		PropagationContext linked = new PropagationContext(traceId, spanId, null, null, ids.sampled());
		Sentry.configureScope((scope) -> scope.setPropagationContext(linked));
		event.getContexts().setTrace(new SpanContext(traceId, spanId, "default", null, null));
	}

	@Override
	public SentryLogEvent process(SentryLogEvent event) {
		TraceIds ids = this.traces.find(this.observations.current());
		if (ids != null) {
			event.setTraceId(new SentryId(ids.traceId()));
			event.setSpanId(new SpanId(ids.spanId()));
		}
		return event;
	}

	@Override
	public Long getOrder() {
		return ORDER;
	}

}
