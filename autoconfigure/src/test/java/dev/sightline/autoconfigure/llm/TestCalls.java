package dev.sightline.autoconfigure.llm;

import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Calls of models for tests of what is told of them.
 */
public final class TestCalls {

	private TestCalls() {
	}

	/**
	 * A call that ended.
	 */
	public static ModelCall call(String provider, @Nullable String model, Consumer<ModelCall> completed) {
		return call(new Observation.Context(), "chat", provider, model, completed);
	}

	public static ModelCall call(Observation.Context context, String operation, String provider, @Nullable String model,
			Consumer<ModelCall> completed) {
		ModelCall call = new ModelCall(context, operation, provider, model, false);
		completed.accept(call);
		call.end();
		return call;
	}

	/**
	 * Tokens of input and output.
	 */
	public static TokenUsage tokens(long input, long output) {
		return new TokenUsage(input, output, null, null, null);
	}

}
