package dev.sightline.autoconfigure.tracing;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.spans.BareSpan;
import dev.sightline.autoconfigure.tracing.keep.Beginning;

/**
 * The span of something received, and its scopes: the first thread's in a field, those of
 * others in the map of the parent.
 */
class ReceiverTracingContext extends TracingContext implements Beginning, BareSpan {

	private static final AtomicReferenceFieldUpdater<ReceiverTracingContext, Thread> OWNER = AtomicReferenceFieldUpdater
		.newUpdater(ReceiverTracingContext.class, Thread.class, "owner");

	private final Span otelSpan;

	private final Context otelContext;

	private final SpanContext parent;

	private final long nanoTime = System.nanoTime();

	private volatile @Nullable Thread owner;

	private CurrentTraceContext.@Nullable Scope scope;

	/**
	 * Create the context of a span.
	 * @param otelSpan the span
	 * @param received the context in which it began
	 */
	ReceiverTracingContext(Span otelSpan, Context received) {
		this.parent = Span.fromContext(received).getSpanContext();
		this.otelSpan = otelSpan;
		this.otelContext = received.with(otelSpan);
	}

	/**
	 * Nobody asks for the span of most requests, so it is wrapped for whoever does.
	 */
	@Override
	public io.micrometer.tracing.Span getSpan() {
		io.micrometer.tracing.Span span = super.getSpan();
		return (span != null) ? span : wrap();
	}

	/**
	 * Baggage is kept in the wrapper, so there must be only one.
	 */
	private synchronized io.micrometer.tracing.Span wrap() {
		io.micrometer.tracing.Span span = super.getSpan();
		if (span == null) {
			span = OtelSpan.fromOtel(this.otelSpan, this.otelContext);
			setSpan(span);
		}
		return span;
	}

	@Override
	public long nanoTime() {
		return this.nanoTime;
	}

	@Override
	public SpanContext spanContext() {
		return this.otelSpan.getSpanContext();
	}

	@Override
	public SpanContext parent() {
		return this.parent;
	}

	@Override
	public String traceId() {
		return this.otelSpan.getSpanContext().getTraceId();
	}

	@Override
	public boolean isSampled() {
		return this.otelSpan.getSpanContext().isSampled();
	}

	@Override
	public boolean isRecording() {
		return this.otelSpan.isRecording();
	}

	void end() {
		this.otelSpan.end();
	}

	void openScope() {
		setScope(new NestedScope(this, this.otelContext.makeCurrent(), getScope()));
	}

	@Override
	public CurrentTraceContext.@Nullable Scope getScope() {
		return (this.owner == Thread.currentThread()) ? this.scope : super.getScope();
	}

	@Override
	@SuppressWarnings("NullAway") // The parent takes null to remove the scope, and the
									// updater to give it up.
	public void setScope(CurrentTraceContext.@Nullable Scope scope) {
		Thread current = Thread.currentThread();
		if (this.owner == current) {
			this.scope = scope;
			if (scope == null) {
				this.owner = null;
			}
		}
		else if (scope != null && super.getScope() == null && OWNER.compareAndSet(this, null, current)) {
			this.scope = scope;
		}
		else {
			super.setScope(scope);
		}
	}

	/**
	 * A scope that gives way to the one that was open on the same thread before.
	 */
	private record NestedScope(ReceiverTracingContext tracing, Scope current,
			CurrentTraceContext.@Nullable Scope previous) implements CurrentTraceContext.Scope {

		@Override
		public void close() {
			this.current.close();
			this.tracing.setScope(this.previous);
		}

	}

}
