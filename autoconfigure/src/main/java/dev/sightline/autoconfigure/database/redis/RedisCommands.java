package dev.sightline.autoconfigure.database.redis;

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

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;

/**
 * Observes the commands of a client from the moment they are asked for, whether they are
 * ever written or not.
 */
class RedisCommands implements CommandListener {

	private static final Logger logger = LoggerFactory.getLogger(RedisCommands.class);

	private static final RedisConvention CONVENTION = new RedisConvention();

	private final RedisTarget target;

	private final ObjectProvider<ObservationRegistry> observations;

	private final GuardedObservations guarded = new GuardedObservations(logger, "A command of Redis");

	private final Guard guard = new Guard(logger, "A command of Redis was not observed. This is told once.");

	private volatile @Nullable ObservationRegistry registry;

	RedisCommands(RedisTarget target, ObjectProvider<ObservationRegistry> observations) {
		this.target = target;
		this.observations = observations;
	}

	@Override
	public void commandStarted(CommandStartedEvent event) {
		try {
			RedisCommand<?, ?, ?> command = event.getCommand();
			ObservationRegistry registry = registry();
			if (!registry.isNoop() && command instanceof CompleteableCommand<?> completeable) {
				observe(command, completeable, registry);
			}
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

	private void observe(RedisCommand<?, ?, ?> command, CompleteableCommand<?> completeable,
			ObservationRegistry registry) {
		RedisContext context = new RedisContext(this.target, command);
		Observation observation = this.guarded.start(() -> {
			Observation created = Observation.createNotStarted(CONVENTION, () -> context, registry);
			Observation parent = parent(command);
			return ((parent != null) ? created.parentObservation(parent) : created).start();
		});
		if (!observation.isNoop()) {
			completeable.onComplete((result, thrown) -> {
				context.ended(thrown);
				this.guarded.stop(observation);
			});
		}
	}

	private static @Nullable Observation parent(RedisCommand<?, ?, ?> command) {
		TracedCommand<?, ?, ?> traced = CommandWrapper.unwrap(command, TracedCommand.class);
		return (traced != null && traced.getTraceContext() instanceof RedisTracing.Parent parent) ? parent.observation()
				: null;
	}

	private ObservationRegistry registry() {
		ObservationRegistry registry = this.registry;
		if (registry == null) {
			registry = this.observations.getIfAvailable(() -> ObservationRegistry.NOOP);
			this.registry = registry;
		}
		return registry;
	}

}
