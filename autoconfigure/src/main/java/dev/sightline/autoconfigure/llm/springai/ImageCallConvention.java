package dev.sightline.autoconfigure.llm.springai;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.GlobalObservationConvention;

import org.springframework.ai.image.ImageOptions;
import org.springframework.ai.image.observation.DefaultImageModelObservationConvention;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * Names a call of an image model as other calls are named.
 */
final class ImageCallConvention extends DefaultImageModelObservationConvention
		implements GlobalObservationConvention<ImageModelObservationContext> {

	@Override
	public String getContextualName(ImageModelObservationContext context) {
		ImageOptions options = context.getRequest().getOptions();
		return (options != null && StringUtils.hasText(options.getModel()))
				? ImageCallSource.IMAGE_GENERATION + " " + options.getModel() : ImageCallSource.IMAGE_GENERATION;
	}

	@Override
	protected KeyValue aiOperationType(ImageModelObservationContext context) {
		return KeyValue.of(GenAi.OPERATION_NAME.key(), ImageCallSource.IMAGE_GENERATION);
	}

	@Override
	protected KeyValue aiProvider(ImageModelObservationContext context) {
		return KeyValue.of(GenAi.PROVIDER_NAME.key(), AiProviders.of(context.getOperationMetadata().provider()));
	}

}
