package dev.sightline.autoconfigure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Counts each error once in {@code application.errors}: in the innermost observation that
 * saw it, by the name of that and by the type of the exception.
 */
class ErrorCountHandler implements ObservationHandler<Observation.Context> {

	/**
	 * The key of the error below an observation that is counted already.
	 */
	private static final String COUNTED = ErrorCountHandler.class.getName();

	/**
	 * Components times types of exceptions of a large application.
	 */
	private static final int LIMIT = 500;

	private static final Source OTHER = new Source(BoundedMap.OTHER, BoundedMap.OTHER);

	/**
	 * Longer chains of causes are not searched.
	 */
	private static final int DEPTH = 20;

	private final ObjectProvider<MeterRegistry> registry;

	private final BoundedMap<Source, Counter> counters = new BoundedMap<>(LIMIT, OTHER);

	ErrorCountHandler(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStop(Observation.Context context) {
		Throwable error = context.getError();
		if (error == null) {
			return;
		}
		Throwable counted = context.get(COUNTED);
		if (counted == null || !isCausedBy(error, counted)) {
			count(new Source(String.valueOf(context.getName()), type(error)));
		}
		ObservationView parent = context.getParentObservation();
		if (parent != null && parent.getContextView() instanceof Observation.Context above) {
			above.put(COUNTED, error);
		}
	}

	private static boolean isCausedBy(Throwable error, Throwable counted) {
		Throwable cause = error;
		for (int i = 0; i < DEPTH && cause != null; i++) {
			if (cause == counted) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static String type(Throwable error) {
		String name = error.getClass().getSimpleName();
		return !name.isEmpty() ? name : error.getClass().getName();
	}

	private void count(Source source) {
		Counter counter = this.counters.get(source, this::register);
		if (counter != null) {
			counter.increment();
		}
	}

	private @Nullable Counter register(Source source) {
		MeterRegistry registry = this.registry.getIfAvailable();
		return (registry != null) ? Counter.builder("application.errors")
			.description("Errors, each counted where it was seen first")
			.tag("component", source.component())
			.tag("type", source.type())
			.register(registry) : null;
	}

	private record Source(String component, String type) {

	}

}
