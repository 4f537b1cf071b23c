package dev.sightline.autoconfigure.llm.springai;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * Names a call of an embedding model as the conventions do.
 */
final class EmbeddingCallConvention extends DefaultEmbeddingModelObservationConvention
		implements GlobalObservationConvention<EmbeddingModelObservationContext> {

	@Override
	public String getContextualName(EmbeddingModelObservationContext context) {
		EmbeddingOptions options = context.getRequest().getOptions();
		return (options != null && StringUtils.hasText(options.getModel()))
				? EmbeddingCallSource.EMBEDDINGS + " " + options.getModel() : EmbeddingCallSource.EMBEDDINGS;
	}

	@Override
	protected KeyValue aiOperationType(EmbeddingModelObservationContext context) {
		return KeyValue.of(GenAi.OPERATION_NAME.key(), EmbeddingCallSource.EMBEDDINGS);
	}

	@Override
	protected KeyValue aiProvider(EmbeddingModelObservationContext context) {
		return KeyValue.of(GenAi.PROVIDER_NAME.key(), AiProviders.of(context.getOperationMetadata().provider()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EmbeddingModelObservationContext context) {
		EmbeddingOptions options = context.getRequest().getOptions();
		return (options != null && options.getDimensions() != null)
				? KeyValues.of(GenAi.EMBEDDINGS_DIMENSION_COUNT.key(), String.valueOf(options.getDimensions()))
				: KeyValues.empty();
	}

}
