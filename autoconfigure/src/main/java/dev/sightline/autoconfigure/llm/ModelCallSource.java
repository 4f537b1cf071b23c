package dev.sightline.autoconfigure.llm;

import io.micrometer.observation.Observation;

/**
 * Knows the observations of one library that are calls of a model.
 */
public interface ModelCallSource {

	/**
	 * Whether an observation is a call of a model that this source knows.
	 * @param context the context, which may have nothing but its name yet
	 * @return whether {@link #create} and {@link #complete} may be called for it
	 */
	boolean supports(Observation.Context context);

	/**
	 * Make the call from what is known before it begins. It has no effect on anything
	 * else, so that it may be asked before the observation starts.
	 * @param context the context of its observation
	 * @return the call
	 */
	ModelCall create(Observation.Context context);

	/**
	 * Fill in what is known at the end.
	 * @param context the context of its observation, which is about to stop
	 * @param call the call that was made for it
	 */
	void complete(Observation.Context context, ModelCall call);

	/**
	 * The texts of a call. It is asked only if the user wants them on spans.
	 * @param context the context of its observation, which is about to stop
	 * @return the texts as they are
	 */
	default ModelContent content(Observation.Context context) {
		return ModelContent.NONE;
	}

}
