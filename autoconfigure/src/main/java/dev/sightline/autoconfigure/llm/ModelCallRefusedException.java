package dev.sightline.autoconfigure.llm;

/**
 * A call of a model is refused before it is made. An observation predicate may throw it:
 * unlike all else that goes wrong with telemetry it reaches whoever calls.
 */
public class ModelCallRefusedException extends RuntimeException {

	/**
	 * Create it.
	 * @param message why, and what to do about it
	 */
	public ModelCallRefusedException(String message) {
		super(message);
	}

}
