package dev.sightline.autoconfigure.llm.springai.openai;

import com.openai.client.OpenAIClient;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.ModelNames;

/**
 * Auto-configuration for Spring AI's models of OpenAI for speech, transcription and
 * moderation.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnClass({ OpenAiAudioSpeechModel.class, OpenAIClient.class })
@ConditionalOnBean(ModelNames.class)
public final class OpenAiModelsAutoConfiguration {

	@Bean
	OpenAiCallSource sightlineOpenAiCallSource() {
		return new OpenAiCallSource();
	}

	@Bean
	OpenAiImageDefaults sightlineOpenAiImageDefaults(ObjectProvider<OpenAiImageModel> models) {
		return new OpenAiImageDefaults(models);
	}

	@Bean
	static OpenAiModels sightlineOpenAiModels(ObjectProvider<ObservationRegistry> registry) {
		return new OpenAiModels(registry);
	}

}
