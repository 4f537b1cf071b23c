package dev.sightline.autoconfigure.websocket;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Traces messages with Micrometer's tracer.
 */
class TracerSessionTraceFactory implements SessionTrace.Factory {

	private final ObjectProvider<Tracer> tracers;

	private final Guard faults = WebSocketGuard.create();

	TracerSessionTraceFactory(ObjectProvider<Tracer> tracers) {
		this.tracers = tracers;
	}

	@Override
	public SessionTrace create(Observation.@Nullable ContextView handshake) {
		Tracer tracer = this.tracers.getIfAvailable();
		if (tracer == null || tracer == Tracer.NOOP) {
			return SessionTrace.NONE;
		}
		Span span = (handshake != null) ? span(handshake) : tracer.currentSpan();
		Link link = (span != null && !span.context().traceId().isEmpty()) ? new Link(span.context()) : null;
		return (name, attributes) -> start(tracer, link, name, attributes);
	}

	private static @Nullable Span span(Observation.ContextView observation) {
		TracingContext tracing = observation.get(TracingContext.class);
		return (tracing != null) ? tracing.getSpan() : null;
	}

	private MessageSpan start(Tracer tracer, @Nullable Link link, String name, Map<String, String> attributes) {
		try {
			Span.Builder builder = tracer.spanBuilder().setNoParent().name(name).kind(Span.Kind.CONSUMER);
			attributes.forEach(builder::tag);
			if (link != null) {
				builder.addLink(link);
			}
			return new TracerMessageSpan(tracer, builder.start(), this.faults);
		}
		catch (RuntimeException ex) {
			this.faults.tell(ex);
			return MessageSpan.NONE;
		}
	}

	private static final class TracerMessageSpan implements MessageSpan {

		private final Tracer tracer;

		private final Span span;

		private final Guard faults;

		private Tracer.@Nullable SpanInScope scope;

		TracerMessageSpan(Tracer tracer, Span span, Guard faults) {
			this.tracer = tracer;
			this.span = span;
			this.faults = faults;
		}

		@Override
		public void enter() {
			this.faults.run(() -> this.scope = this.tracer.withSpan(this.span));
		}

		@Override
		public void exit() {
			Tracer.SpanInScope scope = this.scope;
			if (scope != null) {
				this.scope = null;
				this.faults.run(scope::close);
			}
		}

		@Override
		public void error(Throwable error) {
			this.faults.run(() -> this.span.error(error));
		}

		@Override
		public void end() {
			this.faults.run(this.span::end);
		}

	}

}
