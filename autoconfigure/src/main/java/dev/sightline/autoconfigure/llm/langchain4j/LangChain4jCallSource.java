package dev.sightline.autoconfigure.llm.langchain4j;

import io.micrometer.observation.Observation;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallSource;
import dev.sightline.autoconfigure.llm.ModelContent;

/**
 * Knows the calls of models that {@link ModelPostProcessor} makes observed.
 */
class LangChain4jCallSource implements ModelCallSource {

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public ModelCall create(Observation.Context context) {
		return ((CallContext) context).createCall();
	}

	@Override
	public void complete(Observation.Context context, ModelCall call) {
		((CallContext) context).complete(call);
	}

	@Override
	public ModelContent content(Observation.Context context) {
		return ((CallContext) context).content();
	}

}
