package dev.sightline.autoconfigure.tracing.export;

import java.util.function.Supplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Keeps what a processor of the user throws away from the code that is traced, and from
 * the processors after it.
 */
class GuardedSpanProcessor implements SpanProcessor {

	private final SpanProcessor processor;

	private final Guard guard;

	GuardedSpanProcessor(SpanProcessor processor) {
		this.processor = processor;
		this.guard = new Guard(LoggerFactory.getLogger(GuardedSpanProcessor.class),
				"The span processor " + processor.getClass().getName() + " failed. This is told once.");
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		this.guard.run(() -> this.processor.onStart(parentContext, span));
	}

	@Override
	public boolean isStartRequired() {
		return this.processor.isStartRequired();
	}

	@Override
	public void onEnd(ReadableSpan span) {
		this.guard.run(() -> this.processor.onEnd(span));
	}

	@Override
	public boolean isEndRequired() {
		return this.processor.isEndRequired();
	}

	@Override
	public CompletableResultCode shutdown() {
		return result(this.processor::shutdown);
	}

	@Override
	public CompletableResultCode forceFlush() {
		return result(this.processor::forceFlush);
	}

	private CompletableResultCode result(Supplier<CompletableResultCode> action) {
		CompletableResultCode[] result = { CompletableResultCode.ofFailure() };
		this.guard.run(() -> result[0] = action.get());
		return result[0];
	}

}
