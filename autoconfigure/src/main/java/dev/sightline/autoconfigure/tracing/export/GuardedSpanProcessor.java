package dev.sightline.autoconfigure.tracing.export;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * the processors after it, and does not let it hold up the end of the application.
 */
class GuardedSpanProcessor implements SpanProcessor {

	/**
	 * How long its shutdown may take when the time is up: it has been flushed.
	 */
	private static final long REST = TimeUnit.MILLISECONDS.toNanos(100);

	private final SpanProcessor processor;

	private final Guard guard;

	/**
	 * When the end of the application waits no more.
	 */
	private volatile long deadline;

	GuardedSpanProcessor(SpanProcessor processor) {
		this.processor = processor;
		this.deadline = System.nanoTime();
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

	/**
	 * It waits for no processor that blocks, and whoever waits for the result has it in
	 * time.
	 */
	@Override
	public CompletableResultCode shutdown() {
		CompletableResultCode result = start("shutdown", this.processor::shutdown);
		long left = Math.max(REST, this.deadline - System.nanoTime());
		CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS, Runnable::run).execute(() -> {
			if (!result.isDone()) {
				this.guard.tell(new TimeoutException("Its shutdown does not end"));
				result.fail();
			}
		});
		return result;
	}

	@Override
	public CompletableResultCode forceFlush() {
		return start("flush", this.processor::forceFlush);
	}

	/**
	 * The application ends: bring out what is there, by a certain time.
	 */
	CompletableResultCode flush(long deadline) {
		this.deadline = deadline;
		return forceFlush();
	}

	private CompletableResultCode start(String name, Supplier<CompletableResultCode> action) {
		CompletableResultCode result = new CompletableResultCode();
		Thread thread = new Thread(() -> {
			CompletableResultCode[] theirs = { CompletableResultCode.ofFailure() };
			this.guard.run(() -> theirs[0] = action.get());
			theirs[0].whenComplete(() -> {
				if (theirs[0].isSuccess()) {
					result.succeed();
				}
				else {
					result.fail();
				}
			});
		}, "sightline-processor-" + name);
		thread.setDaemon(true);
		thread.start();
		return result;
	}

	@Override
	public String toString() {
		return this.processor.getClass().getName();
	}

}
