package dev.sightline.autoconfigure.tracing.keep;

import io.opentelemetry.api.trace.SpanContext;

/**
 * What has to be remembered of the beginning of a request or task, so that a span can be
 * made of it at its end. A context of tracing may have it, so that no object is made for
 * it.
 */
public interface Beginning {

	/**
	 * When it began, by the clock that never jumps.
	 * @see System#nanoTime()
	 */
	long nanoTime();

	/**
	 * The ids it has.
	 */
	SpanContext spanContext();

	/**
	 * Those of whoever asked for it, invalid if nobody did.
	 */
	SpanContext parent();

}
