package dev.sightline.autoconfigure.llm;

import io.micrometer.common.KeyValues;

import dev.sightline.autoconfigure.trail.Telling;

/**
 * A call of a model is refused before it is made. An observation predicate may throw it:
 * unlike all else that goes wrong with telemetry it reaches whoever calls.
 */
public class ModelCallRefusedException extends RuntimeException implements Telling {

	private final transient KeyValues keyValues;

	/**
	 * Create it.
	 * @param message why, and what to do about it
	 */
	public ModelCallRefusedException(String message) {
		super(message);
		this.keyValues = KeyValues.empty();
	}

	/**
	 * Create it.
	 * @param message why, and what to do about it
	 * @param call what is refused, so that it can be told of
	 */
	public ModelCallRefusedException(String message, ModelCall call) {
		super(message);
		KeyValues keyValues = KeyValues.of(GenAi.OPERATION_NAME.key(), call.operation(), GenAi.PROVIDER_NAME.key(),
				call.provider());
		this.keyValues = (call.requestModel() != null) ? keyValues.and(GenAi.REQUEST_MODEL.key(), call.requestModel())
				: keyValues;
	}

	@Override
	public KeyValues keyValues() {
		return (this.keyValues != null) ? this.keyValues : KeyValues.empty();
	}

}
