package dev.sightline.autoconfigure.llm.springai.openai;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * The names of a call.
 */
class OpenAiCallConvention implements ObservationConvention<OpenAiCallContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof OpenAiCallContext;
	}

	@Override
	public String getName() {
		return GenAi.OPERATION.key();
	}

	@Override
	public String getContextualName(OpenAiCallContext context) {
		String operation = context.operation().value();
		return (context.model() != null) ? operation + " " + context.model() : operation;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(OpenAiCallContext context) {
		return KeyValues.of(GenAi.OPERATION_NAME.key(), context.operation().value(), GenAi.PROVIDER_NAME.key(),
				context.provider(), GenAi.REQUEST_MODEL.key(), known(context.model()));
	}

	private static String known(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

}
