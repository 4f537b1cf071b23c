package dev.sightline.autoconfigure.llm.springai.openai;

import java.util.List;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallSource;
import dev.sightline.autoconfigure.llm.ModelContent;
import dev.sightline.autoconfigure.llm.ModelMessage;

/**
 * Knows the calls that are observed at the client of OpenAI.
 */
final class OpenAiCallSource implements ModelCallSource {

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof OpenAiCallContext;
	}

	@Override
	public ModelCall create(Observation.Context context) {
		OpenAiCallContext call = (OpenAiCallContext) context;
		return new ModelCall(call, call.operation().value(), call.provider(), call.model(), call.streaming());
	}

	@Override
	public void complete(Observation.Context context, ModelCall call) {
		((OpenAiCallContext) context).fill(call);
	}

	@Override
	public ModelContent content(Observation.Context context) {
		OpenAiCallContext call = (OpenAiCallContext) context;
		return new ModelContent(messages("user", call.text()), messages("assistant", call.transcript()));
	}

	private static List<ModelMessage> messages(String role, @Nullable String text) {
		return (text != null) ? List.of(new ModelMessage(role, text)) : List.of();
	}

}
