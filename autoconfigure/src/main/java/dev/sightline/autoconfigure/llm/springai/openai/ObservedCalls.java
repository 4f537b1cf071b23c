package dev.sightline.autoconfigure.llm.springai.openai;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;
import dev.sightline.autoconfigure.llm.ModelCallRefusedException;

/**
 * Makes observations of calls.
 */
class ObservedCalls {

	private static final Logger logger = LoggerFactory.getLogger(ObservedCalls.class);

	private static final OpenAiCallConvention CONVENTION = new OpenAiCallConvention();

	private final ObjectProvider<ObservationRegistry> registries;

	private final GuardedObservations guarded = new GuardedObservations(logger, "A call of a model of OpenAI");

	private final Guard guard = new Guard(logger,
			"A call of a model of OpenAI was not understood, and is not fully observed. This is told once.");

	ObservedCalls(ObjectProvider<ObservationRegistry> registries) {
		this.registries = registries;
	}

	/**
	 * Begin a call.
	 * @param known tells what is known of it
	 * @return the call, which must be ended, or {@code null} if nothing is known of it
	 * @throws ModelCallRefusedException if the call must not be made
	 */
	@Nullable Running start(Supplier<OpenAiCallContext> known) {
		ObservationRegistry registry = this.registries.getIfUnique(() -> ObservationRegistry.NOOP);
		try {
			OpenAiCallContext context = known.get();
			Observation observation = Observation.createNotStarted(CONVENTION, () -> context, registry);
			return new Running(this.guarded.start(observation::start), context, registry);
		}
		catch (ModelCallRefusedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			return null;
		}
	}

	/**
	 * Something that is done during a call.
	 */
	interface Action {

		Object run() throws Throwable;

	}

	/**
	 * A call that has begun.
	 */
	final class Running {

		private final Observation observation;

		private final OpenAiCallContext context;

		private final ObservationRegistry registry;

		private boolean ended;

		private Running(Observation observation, OpenAiCallContext context, ObservationRegistry registry) {
			this.observation = observation;
			this.context = context;
			this.registry = registry;
		}

		OpenAiCallContext context() {
			return this.context;
		}

		/**
		 * Do something while the call is current. It ends if that fails.
		 */
		Object within(Action action) throws Throwable {
			Observation.Scope scope = ObservedCalls.this.guarded.open(this.observation, this.registry);
			try {
				return action.run();
			}
			catch (Throwable ex) {
				end(ex);
				throw ex;
			}
			finally {
				ObservedCalls.this.guarded.close(scope, this.registry);
			}
		}

		/**
		 * Look at an answer, which may be of a shape that nobody expects.
		 */
		void look(Consumer<OpenAiCallContext> reader) {
			ObservedCalls.this.guard.run(() -> reader.accept(this.context));
		}

		/**
		 * End the call, if nobody did, because whoever asked went away.
		 */
		void cancel() {
			if (isFirstEnd()) {
				this.context.cancelled();
				ObservedCalls.this.guarded.stop(this.observation);
			}
		}

		/**
		 * End the call, if nobody did.
		 * @param error what it failed with, {@code null} if it did not
		 */
		void end(@Nullable Throwable error) {
			if (isFirstEnd()) {
				if (error != null) {
					ObservedCalls.this.guarded.error(this.observation, error);
				}
				ObservedCalls.this.guarded.stop(this.observation);
			}
		}

		private synchronized boolean isFirstEnd() {
			boolean first = !this.ended;
			this.ended = true;
			return first;
		}

	}

}
