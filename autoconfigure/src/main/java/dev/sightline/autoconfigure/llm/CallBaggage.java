package dev.sightline.autoconfigure.llm;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Reads the baggage of an observation.
 */
@FunctionalInterface
public interface CallBaggage {

	/**
	 * The value of a field.
	 * @param context the context of the observation
	 * @param name the name of the field
	 * @return the value, {@code null} if there is none
	 */
	@Nullable String value(Observation.ContextView context, String name);

}
