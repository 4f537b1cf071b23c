package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;
import dev.sightline.autoconfigure.llm.ModelCallRefusedException;

/**
 * Observes what is asked of LangChain4j, from its beginning to its end. Nothing that goes
 * wrong with that reaches whoever asks, but that it is refused.
 */
class Calls {

	private static final Logger logger = LoggerFactory.getLogger(Calls.class);

	private final ObjectProvider<ObservationRegistry> observations;

	private final GuardedObservations guarded = new GuardedObservations(logger, "A call of LangChain4j",
			ModelCallRefusedException.class);

	private final Guard guard = new Guard(logger, "An answer of LangChain4j was not understood. This is told once.");

	private volatile @Nullable ObservationRegistry registry;

	Calls(ObjectProvider<ObservationRegistry> observations) {
		this.observations = observations;
	}

	/**
	 * Observe what ends when it returns.
	 * @param convention its names
	 * @param context makes what is known of it
	 * @param action does it
	 * @param answered is told what it returned
	 * @throws ModelCallRefusedException if it must not be done
	 */
	<K extends Observation.Context, C extends K, T> T observe(ObservationConvention<K> convention, Supplier<C> context,
			Supplier<T> action, BiConsumer<C, T> answered) {
		ObservedCall<C> call = start(convention, context);
		T answer = call.within(action);
		call.succeeded((known) -> answered.accept(known, answer));
		return answer;
	}

	/**
	 * Observe what ends with its future. What the caller gets is completed after that, so
	 * that what she does next is no part of it.
	 * @param convention its names
	 * @param context makes what is known of it
	 * @param action begins it
	 * @param answered is told what it resulted in
	 * @throws ModelCallRefusedException if it must not be done
	 */
	<K extends Observation.Context, C extends K, T> CompletableFuture<T> observeAsync(
			ObservationConvention<K> convention, Supplier<C> context, Supplier<CompletableFuture<T>> action,
			BiConsumer<C, T> answered) {
		ObservedCall<C> call = start(convention, context);
		CompletableFuture<T> future = call.within(action);
		CompletableFuture<T> observed = future.whenComplete((answer, error) -> {
			if (error == null) {
				call.succeeded((known) -> answered.accept(known, answer));
			}
			else {
				call.failed(error);
			}
		});
		observed.whenComplete((answer, error) -> {
			if (observed.isCancelled()) {
				call.cancelled();
				future.cancel(true);
			}
		});
		return observed;
	}

	/**
	 * Begin to observe.
	 * @param convention its names
	 * @param context makes what is known of it
	 * @throws ModelCallRefusedException if it must not be done
	 */
	<K extends Observation.Context, C extends K> ObservedCall<C> start(ObservationConvention<K> convention,
			Supplier<C> context) {
		ObservationRegistry registry = registry();
		Observation parent = registry.getCurrentObservation();
		Observation observation = this.guarded
			.start(() -> Observation.createNotStarted(convention, context::get, registry).start());
		return new ObservedCall<>(observation, parent, registry, this.guarded, this.guard);
	}

	private ObservationRegistry registry() {
		ObservationRegistry registry = this.registry;
		if (registry == null) {
			registry = this.observations.getIfUnique(() -> ObservationRegistry.NOOP);
			this.registry = registry;
		}
		return registry;
	}

}
