package dev.sightline.sample.assistant;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The models that the assistant uses. Without a base URL they are those of a stub.
 *
 * @param baseUrl the base URL of a server that speaks the API of OpenAI, with its version
 * @param apiKey the key for it
 * @param chatModel the model that chats and answers questions
 * @param draftModel the model that drafts replies to tickets
 * @param speechModel the model that speaks
 * @param fallbackSpeechModel the model that speaks when the first one fails
 */
@ConfigurationProperties("sample.llm")
record ModelProperties(String baseUrl, String apiKey, @DefaultValue("gpt-4o-mini") String chatModel,
		@DefaultValue("gpt-4o-mini") String draftModel, @DefaultValue("tts-1") String speechModel,
		@DefaultValue("gpt-4o-mini-tts") String fallbackSpeechModel) {

}
