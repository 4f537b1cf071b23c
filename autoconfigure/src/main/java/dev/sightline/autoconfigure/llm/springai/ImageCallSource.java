package dev.sightline.autoconfigure.llm.springai;

import java.util.List;
import java.util.Objects;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageOptions;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallSource;
import dev.sightline.autoconfigure.llm.ModelContent;
import dev.sightline.autoconfigure.llm.ModelMessage;

/**
 * Knows the calls of Spring AI's image models.
 */
final class ImageCallSource implements ModelCallSource {

	/**
	 * The conventions have no name for it.
	 */
	static final String IMAGE_GENERATION = "image_generation";

	private final ObjectProvider<ImageModelDefaults> defaults;

	ImageCallSource(ObjectProvider<ImageModelDefaults> defaults) {
		this.defaults = defaults;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof ImageModelObservationContext;
	}

	@Override
	public ModelCall create(Observation.Context context) {
		ImageModelObservationContext image = (ImageModelObservationContext) context;
		return new ModelCall(image, IMAGE_GENERATION, AiProviders.of(image.getOperationMetadata().provider()),
				model(image, this.defaults), false);
	}

	/**
	 * Spring AI tells of a request as it was before the options of the model were added.
	 */
	static @Nullable String model(ImageModelObservationContext image, ObjectProvider<ImageModelDefaults> provider) {
		ImageOptions options = image.getRequest().getOptions();
		if (options != null && StringUtils.hasText(options.getModel())) {
			return options.getModel();
		}
		ImageModelDefaults defaults = provider.getIfAvailable();
		return (defaults != null) ? defaults.model(image.getOperationMetadata().provider()) : null;
	}

	@Override
	public void complete(Observation.Context context, ModelCall call) {
		ImageModelObservationContext image = (ImageModelObservationContext) context;
		call.promptCharacters(image.getRequest()
			.getInstructions()
			.stream()
			.map(ImageMessage::getText)
			.filter(Objects::nonNull)
			.mapToLong(String::length)
			.sum());
		ImageResponse response = image.getResponse();
		if (response != null) {
			call.images((long) response.getResults().size());
		}
	}

	@Override
	public ModelContent content(Observation.Context context) {
		return new ModelContent(((ImageModelObservationContext) context).getRequest()
			.getInstructions()
			.stream()
			.map((message) -> new ModelMessage("user", message.getText()))
			.toList(), List.of());
	}

}
