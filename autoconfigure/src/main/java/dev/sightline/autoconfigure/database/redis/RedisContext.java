package dev.sightline.autoconfigure.database.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.internal.ExceptionFactory;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.tracing.LettuceObservationContext;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.redis.RedisTarget.Operation;
import dev.sightline.autoconfigure.spans.Headerless;

import java.util.concurrent.CancellationException;

/**
 * What is known of one command while it runs.
 */
class RedisContext extends LettuceObservationContext implements Headerless {

	private final RedisTarget target;

	private final Operation operation;

	private final long start;

	RedisContext(RedisTarget target, RedisCommand<?, ?, ?> command, long start) {
		super(RedisTarget.SYSTEM);
		setCommand(command);
		this.target = target;
		this.operation = target.operation(command.getType());
		this.start = start;
	}

	/**
	 * Whether what Redis answered is an error.
	 */
	static boolean hasError(RedisCommand<?, ?, ?> command) {
		CommandOutput<?, ?, ?> output = command.getOutput();
		return output != null && output.hasError();
	}

	RedisTarget target() {
		return this.target;
	}

	Operation operation() {
		return this.operation;
	}

	/**
	 * Note how the command ended. Handlers are not told of an error: they would put its
	 * message on the span, and what Redis says may quote keys and values.
	 * @param thrown what it failed with, {@code null} if only its output may tell
	 */
	void ended(@Nullable Throwable thrown) {
		Throwable error = thrown;
		if (error == null && hasError(getRequiredCommand())) {
			error = ExceptionFactory.createExecutionException(getRequiredCommand().getOutput().getError());
		}
		else if (error instanceof CancellationException
				&& System.nanoTime() - this.start >= this.target.timeout().toNanos()) {
			// Whoever waits cancels a command whose time is up.
			error = ExceptionFactory.createTimeoutException(this.target.timeout());
		}
		if (error != null) {
			setError(error);
		}
	}

	boolean isTimedOut() {
		return getError() instanceof RedisCommandTimeoutException;
	}

	/**
	 * That of the parent has the output of the command in it.
	 */
	@Override
	public String toString() {
		return "RedisContext [operation=" + this.operation.command() + "]";
	}

}
