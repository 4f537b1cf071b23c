package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
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

	private final Duration timeout;

	private final Guard guard;

	private final Guard end;

	/**
	 * When the end of the application waits no more, {@code null} before it was flushed
	 * for that.
	 */
	private volatile @Nullable Long deadline;

	private volatile @Nullable CompletableResultCode flushing;

	/**
	 * Create it.
	 * @param timeout how long its shutdown may take if it was not flushed before
	 */
	GuardedSpanProcessor(SpanProcessor processor, Duration timeout) {
		this.processor = processor;
		this.timeout = timeout;
		String name = "The span processor " + processor.getClass().getName();
		this.guard = guard(name + " failed. This is told once.");
		this.end = guard(name + " did not end in time.");
	}

	private static Guard guard(String message) {
		return new Guard(LoggerFactory.getLogger(GuardedSpanProcessor.class), message);
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
		CompletableFuture<Boolean> over = new CompletableFuture<Boolean>().orTimeout(left(), TimeUnit.NANOSECONDS);
		over.whenComplete((ended, ex) -> {
			if (ex != null) {
				this.end.tell(new TimeoutException("Its shutdown does not end"));
				result.fail();
			}
		});
		result.whenComplete(() -> over.complete(true));
		return result;
	}

	private long left() {
		Long deadline = this.deadline;
		return (deadline != null) ? Math.max(REST, deadline - System.nanoTime()) : this.timeout.toNanos();
	}

	/**
	 * One that hangs has one thread, not one for each who asks.
	 */
	@Override
	public CompletableResultCode forceFlush() {
		CompletableResultCode before = this.flushing;
		if (before != null && !before.isDone()) {
			return before;
		}
		CompletableResultCode result = start("flush", this.processor::forceFlush);
		this.flushing = result;
		return result;
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
			try {
				CompletableResultCode theirs = Objects.requireNonNull(action.get(), "It has no result");
				theirs.whenComplete(() -> {
					if (theirs.isSuccess()) {
						result.succeed();
					}
					else {
						result.fail();
					}
				});
			}
			catch (Throwable ex) {
				// An Error too would end this thread, and leave who waits without a
				// result.
				this.guard.tell(ex);
				result.fail();
			}
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
