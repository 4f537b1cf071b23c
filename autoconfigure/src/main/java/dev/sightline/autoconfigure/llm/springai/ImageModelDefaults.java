package dev.sightline.autoconfigure.llm.springai;

import org.jspecify.annotations.Nullable;

/**
 * Knows the models that image models ask for where a request names none.
 */
public interface ImageModelDefaults {

	/**
	 * The model that is asked for.
	 * @param provider the provider as Spring AI calls it
	 * @return the model, {@code null} if that is not known
	 */
	@Nullable String model(String provider);

}
