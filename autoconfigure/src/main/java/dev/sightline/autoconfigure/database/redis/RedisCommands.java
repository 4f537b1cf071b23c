package dev.sightline.autoconfigure.database.redis;

import java.util.function.BiConsumer;

import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.event.command.CommandStartedEvent;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.TracedCommand;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;
import dev.sightline.autoconfigure.database.QuietCalls;
import dev.sightline.autoconfigure.database.redis.RedisTarget.Operation;
import dev.sightline.autoconfigure.spans.ObservationLatency;

/**
 * Observes the commands of a client from the moment they are asked for, whether they are
 * ever written or not.
 */
class RedisCommands implements CommandListener {

	private static final Logger logger = LoggerFactory.getLogger(RedisCommands.class);

	private static final RedisConvention CONVENTION = new RedisConvention();

	private final RedisTarget target;

	private final ListableBeanFactory beanFactory;

	private final GuardedObservations guarded = new GuardedObservations(logger, "A command of Redis");

	private final Guard guard = new Guard(logger, "A command of Redis was not observed. This is told once.");

	/**
	 * Looked up by the first command, when there are all beans.
	 */
	private volatile @Nullable Listeners listeners;

	RedisCommands(RedisTarget target, ListableBeanFactory beanFactory) {
		this.target = target;
		this.beanFactory = beanFactory;
	}

	@Override
	public void commandStarted(CommandStartedEvent event) {
		try {
			RedisCommand<?, ?, ?> command = event.getCommand();
			Listeners listeners = listeners();
			if (!listeners.registry().isNoop() && command instanceof CompleteableCommand<?> completeable) {
				completeable.onComplete(begin(command, listeners));
			}
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

	private BiConsumer<Object, Throwable> begin(RedisCommand<?, ?, ?> command, Listeners listeners) {
		Observation parent = parent(command, listeners.registry());
		QuietCalls<Operation> quiet = listeners.quiet();
		if (quiet != null && quiet.isQuiet(parent)) {
			return new QuietEnd(command, this.target.operation(command.getType()), parent, quiet, listeners.registry());
		}
		RedisContext context = new RedisContext(this.target, command, System.nanoTime());
		Observation observation = start(context, parent, listeners.registry());
		return (result, thrown) -> {
			context.ended(thrown);
			this.guarded.stop(observation);
		};
	}

	private Observation start(RedisContext context, @Nullable Observation parent, ObservationRegistry registry) {
		return this.guarded.start(() -> {
			Observation created = Observation.createNotStarted(CONVENTION, () -> context, registry);
			return ((parent != null) ? created.parentObservation(parent) : created).start();
		});
	}

	/**
	 * That of a reactive pipeline is in its context, as others are on the thread.
	 */
	private static @Nullable Observation parent(RedisCommand<?, ?, ?> command, ObservationRegistry registry) {
		TracedCommand<?, ?, ?> traced = CommandWrapper.unwrap(command, TracedCommand.class);
		return (traced != null && traced.getTraceContext() instanceof RedisTracing.Parent parent) ? parent.observation()
				: registry.getCurrentObservation();
	}

	private Listeners listeners() {
		Listeners listeners = this.listeners;
		if (listeners == null) {
			listeners = new Listeners(
					this.beanFactory.getBeanProvider(ObservationRegistry.class)
						.getIfAvailable(() -> ObservationRegistry.NOOP),
					QuietCalls.of(this.beanFactory, Operation::success));
			this.listeners = listeners;
		}
		return listeners;
	}

	private record Listeners(ObservationRegistry registry, @Nullable QuietCalls<Operation> quiet) {

	}

	/**
	 * The end of a command that needs no observation, unless it failed.
	 */
	private final class QuietEnd implements BiConsumer<Object, Throwable> {

		private final RedisCommand<?, ?, ?> command;

		private final Operation operation;

		private final @Nullable Observation parent;

		private final QuietCalls<Operation> quiet;

		private final ObservationRegistry registry;

		private final long start = System.nanoTime();

		QuietEnd(RedisCommand<?, ?, ?> command, Operation operation, @Nullable Observation parent,
				QuietCalls<Operation> quiet, ObservationRegistry registry) {
			this.command = command;
			this.operation = operation;
			this.parent = parent;
			this.quiet = quiet;
			this.registry = registry;
		}

		@Override
		public void accept(@Nullable Object result, @Nullable Throwable thrown) {
			RedisCommands.this.guard.run(() -> end(thrown));
		}

		private void end(@Nullable Throwable thrown) {
			long nanos = System.nanoTime() - this.start;
			if (thrown == null && !RedisContext.hasError(this.command)) {
				this.quiet.record(this.operation, nanos, this.parent, this.operation);
				return;
			}
			if (this.parent != null && this.parent.isNoop()) {
				// Such as that of a check of health, which tells of it.
				return;
			}
			RedisContext context = new RedisContext(RedisCommands.this.target, this.command, this.start);
			context.put(ObservationLatency.KEY, nanos);
			Observation observation = start(context, this.parent, this.registry);
			context.ended(thrown);
			RedisCommands.this.guarded.stop(observation);
		}

	}

}
