package dev.sightline.autoconfigure.llm.springai.openai;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.observation.conventions.AiProvider;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.llm.springai.ImageModelDefaults;

/**
 * Asks the image model of OpenAI, if there is one alone.
 */
class OpenAiImageDefaults implements ImageModelDefaults {

	private final ObjectProvider<OpenAiImageModel> models;

	OpenAiImageDefaults(ObjectProvider<OpenAiImageModel> models) {
		this.models = models;
	}

	@Override
	public @Nullable String model(String provider) {
		OpenAiImageModel model = AiProvider.OPENAI.value().equals(provider) ? this.models.getIfUnique() : null;
		return (model != null) ? model.getOptions().getModel() : null;
	}

}
