package dev.sightline.autoconfigure.bounded;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Observes something that must go on whatever a handler, filter, predicate or convention
 * of observations does.
 */
public final class GuardedObservations {

	private final Guard guard;

	private final @Nullable Class<? extends RuntimeException> refusal;

	/**
	 * Create it.
	 * @param logger where it is told once that something was not observed
	 * @param what what is observed, as the beginning of a sentence
	 */
	public GuardedObservations(Logger logger, String what) {
		this(logger, what, null);
	}

	/**
	 * Create it for something that predicates of observations may refuse.
	 * @param logger where it is told once that something was not observed
	 * @param what what is observed, as the beginning of a sentence
	 * @param refusal what they throw so that it reaches the application
	 */
	public GuardedObservations(Logger logger, String what, @Nullable Class<? extends RuntimeException> refusal) {
		this.refusal = refusal;
		this.guard = new Guard(logger,
				what + " was not fully observed: a handler, filter, predicate or convention of observations failed."
						+ " This is told once.");
	}

	/**
	 * Start an observation.
	 * @param started gives it, started
	 * @return the observation, or one that does nothing
	 */
	public Observation start(Supplier<Observation> started) {
		try {
			return started.get();
		}
		catch (RuntimeException ex) {
			return notStarted(ex);
		}
	}

	/**
	 * Start an observation.
	 * @param custom names it, {@code null} for that of the registry
	 * @param convention names it if the registry has none
	 * @param context what is known of it
	 * @return the observation, or one that does nothing
	 */
	public <C extends Observation.Context> Observation start(@Nullable ObservationConvention<C> custom,
			ObservationConvention<C> convention, C context, ObservationRegistry registry) {
		try {
			return Observation.createNotStarted(custom, convention, () -> context, registry).start();
		}
		catch (RuntimeException ex) {
			return notStarted(ex);
		}
	}

	private Observation notStarted(RuntimeException ex) {
		if (this.refusal != null && this.refusal.isInstance(ex)) {
			throw ex;
		}
		this.guard.tell(ex);
		return Observation.NOOP;
	}

	/**
	 * Open a scope.
	 * @return the scope, or one that does nothing
	 */
	public Observation.Scope open(Observation observation, ObservationRegistry registry) {
		try {
			return observation.openScope();
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			Observation.Scope opened = registry.getCurrentObservationScope();
			if (opened != null && opened.getCurrentObservation() == observation) {
				// It is current though a handler failed.
				close(opened, registry);
			}
			return Observation.Scope.NOOP;
		}
	}

	/**
	 * Close a scope, so that the one before it is current again.
	 */
	public void close(Observation.Scope scope, ObservationRegistry registry) {
		try {
			scope.close();
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			registry.setCurrentObservationScope(scope.getPreviousObservationScope());
		}
	}

	/**
	 * Note an error.
	 */
	public void error(Observation observation, Throwable error) {
		try {
			observation.error(error);
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

	/**
	 * Stop an observation.
	 */
	public void stop(Observation observation) {
		try {
			observation.stop();
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

}
