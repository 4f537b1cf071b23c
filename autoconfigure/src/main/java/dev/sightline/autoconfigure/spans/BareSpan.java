package dev.sightline.autoconfigure.spans;

/**
 * What is asked of the span of most observations. A context of tracing may tell it, so
 * that no object is made to wrap a span that nobody asks for more.
 */
public interface BareSpan {

	String traceId();

	boolean isSampled();

	/**
	 * Whether it keeps what it is told, which it does until it ends.
	 */
	boolean isRecording();

}
