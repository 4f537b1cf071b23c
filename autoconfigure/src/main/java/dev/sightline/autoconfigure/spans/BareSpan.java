package dev.sightline.autoconfigure.spans;

import io.micrometer.tracing.CurrentTraceContext;

/**
 * What is asked of the span of most observations. A context of tracing may tell it, so
 * that no object is made to wrap a span that nobody asks for more.
 */
public interface BareSpan {

	/**
	 * The id of its trace.
	 */
	String traceId();

	/**
	 * Whether it will be sent.
	 */
	boolean isSampled();

	/**
	 * Whether it keeps what it is told.
	 */
	boolean isRecording();

	/**
	 * Make it the current span.
	 */
	CurrentTraceContext.Scope makeCurrent();

}
