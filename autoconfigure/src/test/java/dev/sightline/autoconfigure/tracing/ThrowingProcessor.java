package dev.sightline.autoconfigure.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * A processor that throws whatever it is asked to do.
 */
public class ThrowingProcessor implements SpanProcessor {

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		throw new IllegalStateException("start");
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		throw new NoClassDefFoundError("end");
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public CompletableResultCode shutdown() {
		throw new IllegalStateException("shutdown");
	}

	@Override
	public CompletableResultCode forceFlush() {
		throw new IllegalStateException("flush");
	}

}
