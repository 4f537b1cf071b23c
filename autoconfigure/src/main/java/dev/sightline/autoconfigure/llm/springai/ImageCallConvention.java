package dev.sightline.autoconfigure.llm.springai;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.GlobalObservationConvention;

import org.springframework.ai.image.observation.DefaultImageModelObservationConvention;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * Names a call of an image model as other calls are named.
 */
final class ImageCallConvention extends DefaultImageModelObservationConvention
		implements GlobalObservationConvention<ImageModelObservationContext> {

	private final ObjectProvider<ImageModelDefaults> defaults;

	ImageCallConvention(ObjectProvider<ImageModelDefaults> defaults) {
		this.defaults = defaults;
	}

	@Override
	public String getContextualName(ImageModelObservationContext context) {
		String model = ImageCallSource.model(context, this.defaults);
		return (model != null) ? ImageCallSource.IMAGE_GENERATION + " " + model : ImageCallSource.IMAGE_GENERATION;
	}

	@Override
	protected KeyValue requestModel(ImageModelObservationContext context) {
		String model = ImageCallSource.model(context, this.defaults);
		return KeyValue.of(GenAi.REQUEST_MODEL.key(), (model != null) ? model : KeyValue.NONE_VALUE);
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
