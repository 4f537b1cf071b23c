package dev.sightline.autoconfigure.llm.springai;

import java.util.List;

import io.micrometer.observation.Observation;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallSource;
import dev.sightline.autoconfigure.llm.ModelContent;
import dev.sightline.autoconfigure.llm.ModelMessage;

/**
 * Knows the calls of Spring AI's embedding models.
 */
final class EmbeddingCallSource implements ModelCallSource {

	static final String EMBEDDINGS = "embeddings";

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof EmbeddingModelObservationContext;
	}

	@Override
	public ModelCall create(Observation.Context context) {
		EmbeddingModelObservationContext embedding = (EmbeddingModelObservationContext) context;
		EmbeddingOptions options = embedding.getRequest().getOptions();
		return new ModelCall(embedding, EMBEDDINGS, AiProviders.of(embedding.getOperationMetadata().provider()),
				(options != null) ? options.getModel() : null, false);
	}

	@Override
	public void complete(Observation.Context context, ModelCall call) {
		EmbeddingModelObservationContext embedding = (EmbeddingModelObservationContext) context;
		call.promptCharacters(embedding.getRequest().getInstructions().stream().mapToLong(String::length).sum());
		EmbeddingResponse response = embedding.getResponse();
		if (response != null) {
			call.responseModel(response.getMetadata().getModel());
			call.usage(AiUsage.of(call.provider(), response.getMetadata().getUsage(), false), false);
		}
	}

	@Override
	public ModelContent content(Observation.Context context) {
		return new ModelContent(((EmbeddingModelObservationContext) context).getRequest()
			.getInstructions()
			.stream()
			.map((text) -> new ModelMessage("user", text))
			.toList(), List.of());
	}

}
