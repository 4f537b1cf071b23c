package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.sentry.Hint;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The observations that an event is about.
 */
class Observations {

	/**
	 * Where a hint has the context of the observation that failed, if it is not current.
	 */
	static final String HINT = "sightline:observation";

	/**
	 * More observations above another are not looked at.
	 */
	private static final int DEPTH = 20;

	private final ObjectProvider<ObservationRegistry> registries;

	/**
	 * Asked for once: the provider resolves its bean anew each time.
	 */
	private volatile @Nullable ObservationRegistry registry;

	Observations(ObjectProvider<ObservationRegistry> registries) {
		this.registries = registries;
	}

	/**
	 * The innermost observation that an event is about, {@code null} if there is none.
	 */
	Observation.@Nullable Context of(Hint hint) {
		Observation.Context told = hint.getAs(HINT, Observation.Context.class);
		return (told != null) ? told : current();
	}

	/**
	 * The current observation, {@code null} if there is none.
	 */
	Observation.@Nullable Context current() {
		ObservationRegistry registry = this.registry;
		if (registry == null) {
			registry = this.registries.getIfAvailable();
			this.registry = registry;
		}
		Observation current = (registry != null) ? registry.getCurrentObservation() : null;
		return (current != null && !current.isNoop()) ? current.getContext() : null;
	}

	/**
	 * The outermost observation around one, which may be itself.
	 */
	static Observation.Context root(Observation.Context context) {
		Observation.Context root = context;
		for (int i = 0; i < DEPTH; i++) {
			Observation.Context parent = parent(root);
			if (parent == null) {
				return root;
			}
			root = parent;
		}
		return root;
	}

	/**
	 * The observation around one, {@code null} if there is none.
	 */
	static Observation.@Nullable Context parent(Observation.Context context) {
		ObservationView parent = context.getParentObservation();
		return (parent != null && parent.getContextView() instanceof Observation.Context above) ? above : null;
	}

}
