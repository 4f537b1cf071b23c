package dev.sightline.autoconfigure.annotation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.spans.UnsampledRoot;
import dev.sightline.autoconfigure.spans.UnsampledRoots;

/**
 * A call whose span is not sampled and has no parent in this process. When it is over,
 * whoever keeps such spans is told, once.
 */
class UnsampledCall {

	private static final @Nullable Object[] NONE = {};

	private final long start = System.nanoTime();

	private final UnsampledRoots roots;

	private final Span span;

	private final SpanContext parent;

	private final SpannedMethod method;

	/**
	 * Held until it is over.
	 */
	private @Nullable Object[] arguments;

	private boolean over;

	private UnsampledCall(UnsampledRoots roots, Span span, SpanContext parent, SpannedMethod method,
			@Nullable Object[] arguments) {
		this.roots = roots;
		this.span = span;
		this.parent = parent;
		this.method = method;
		this.arguments = arguments;
	}

	/**
	 * A call, if it is such a one.
	 * @param parent the ids of what was current before
	 */
	static @Nullable UnsampledCall of(UnsampledRoots roots, Span span, SpanContext parent, SpannedMethod method,
			@Nullable Object[] arguments) {
		SpanContext context = span.getSpanContext();
		boolean below = parent.isValid() && parent.getTraceId().equals(context.getTraceId());
		if (span.isRecording() || !context.isValid() || !roots.isWanted() || (below && !parent.isRemote())) {
			return null;
		}
		return new UnsampledCall(roots, span, below ? parent : SpanContext.getInvalid(), method, arguments);
	}

	synchronized void end(@Nullable Throwable failure) {
		if (this.over) {
			return;
		}
		this.over = true;
		@Nullable Object[] arguments = this.arguments;
		this.arguments = NONE;
		long nanos = System.nanoTime() - this.start;
		if (this.roots.isKept(failure != null, nanos)) {
			this.roots.ended(new UnsampledRoot(this.method.name(), this.method.kind(), this.span.getSpanContext(),
					this.parent, nanos, failure, () -> this.method.attributes(arguments)));
		}
	}

}
