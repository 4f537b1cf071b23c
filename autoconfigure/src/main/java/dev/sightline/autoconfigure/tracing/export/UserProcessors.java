package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;

import dev.sightline.autoconfigure.export.ShutdownFlush;

/**
 * The span processors of the user, which may have spans to bring out when the application
 * ends.
 */
class UserProcessors implements ShutdownFlush {

	private final List<GuardedSpanProcessor> all;

	/**
	 * Create it.
	 * @param timeout how long the end of the application may take
	 */
	UserProcessors(List<SpanProcessor> processors, Duration timeout) {
		this.all = processors.stream().map((processor) -> new GuardedSpanProcessor(processor, timeout)).toList();
	}

	List<GuardedSpanProcessor> all() {
		return this.all;
	}

	@Override
	public String name() {
		return "spans of your processors";
	}

	@Override
	public long flush(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		List<CompletableResultCode> results = new ArrayList<>();
		this.all.forEach((processor) -> results.add(processor.flush(deadline)));
		CompletableResultCode.ofAll(results).join(timeout.toNanos(), TimeUnit.NANOSECONDS);
		for (int i = 0; i < results.size(); i++) {
			if (!results.get(i).isDone()) {
				throw new IllegalStateException(this.all.get(i) + " does not end its flush");
			}
		}
		return 0;
	}

}
