package dev.sightline.autoconfigure.llm.langchain4j;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;

/**
 * What is known of a piece of work around calls of models while it runs.
 */
abstract class WorkContext extends Observation.Context {

	/**
	 * The name of its span.
	 */
	abstract String spanName();

	/**
	 * What the span tells.
	 */
	KeyValues details() {
		return KeyValues.empty();
	}

	/**
	 * It begins.
	 */
	abstract void started();

	/**
	 * It is over, and its error is known.
	 */
	abstract void ended();

}
