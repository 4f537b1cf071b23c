package dev.sightline.autoconfigure.llm;

import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Counts calls that failed and were followed, for the same purpose, by one of another
 * provider or model: below the same observation, with the same operation.
 */
final class Fallbacks implements ModelCallListener {

	private static final int LIMIT = 100;

	private static final Fallback OTHER = new Fallback(BoundedMap.OTHER, BoundedMap.OTHER, BoundedMap.OTHER);

	/**
	 * What Spring AI calls its own observations, between a call and what it is for.
	 */
	private static final String FRAMEWORK = "framework";

	/**
	 * Deeper nested observations are not searched.
	 */
	private static final int DEPTH = 20;

	private final ModelNames models;

	private final Supplier<@Nullable MeterRegistry> registry;

	private final BoundedMap<Fallback, Counter> counters = new BoundedMap<>(LIMIT, OTHER);

	Fallbacks(ObjectProvider<MeterRegistry> registry, ModelNames models) {
		this.registry = SingletonSupplier.ofNullable(registry::getIfAvailable);
		this.models = models;
	}

	@Override
	public void started(ModelCall call) {
		Observation.Context purpose = purpose(call);
		if (purpose != null && purpose.remove(Failed.key(call)) instanceof Failed failed
				&& !failed.model().equals(model(call))) {
			Counter counter = this.counters.get(new Fallback(failed.model(), model(call), failed.reason()),
					this::register);
			if (counter != null) {
				counter.increment();
			}
		}
	}

	@Override
	public void ended(ModelCall call) {
		Throwable error = call.error();
		Observation.Context purpose = (error != null) ? purpose(call) : null;
		if (purpose != null) {
			purpose.put(Failed.key(call), new Failed(model(call), ErrorType.of(error)));
		}
	}

	private String model(ModelCall call) {
		return call.provider() + "/" + this.models.tag(call.requestModel());
	}

	private static Observation.@Nullable Context purpose(ModelCall call) {
		ObservationView parent = call.context().getParentObservation();
		for (int i = 0; i < DEPTH && parent != null; i++) {
			Observation.ContextView view = parent.getContextView();
			if (!isFramework(view)) {
				return (view instanceof Observation.Context context) ? context : null;
			}
			parent = view.getParentObservation();
		}
		return null;
	}

	private static boolean isFramework(Observation.ContextView view) {
		return Objects.equals(FRAMEWORK, value(view, GenAi.OPERATION_NAME.key()));
	}

	private static @Nullable String value(Observation.ContextView view, String key) {
		return (view.getLowCardinalityKeyValue(key) != null)
				? Objects.requireNonNull(view.getLowCardinalityKeyValue(key)).getValue() : null;
	}

	private @Nullable Counter register(Fallback fallback) {
		MeterRegistry registry = this.registry.get();
		return (registry != null) ? Counter.builder(GenAi.FALLBACKS.key())
			.description("Failed calls of models that were followed by one of another provider or model")
			.tag(GenAi.FROM.key(), fallback.from())
			.tag(GenAi.TO.key(), fallback.to())
			.tag(GenAi.REASON.key(), fallback.reason())
			.register(registry) : null;
	}

	private record Fallback(String from, String to, String reason) {

	}

	private record Failed(String model, String reason) {

		static String key(ModelCall call) {
			return "sightline.llm.failed." + call.operation();
		}

	}

}
