package dev.sightline.sample.assistant;

import java.time.Duration;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What Spring AI's starter does not make: a store of vectors in memory, and the model of
 * LangChain4j that drafts replies.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ModelConfiguration {

	@Bean
	SimpleVectorStore vectorStore(EmbeddingModel embeddings) {
		return SimpleVectorStore.builder(embeddings).build();
	}

	@Bean
	ChatModel draftModel(ModelProperties properties) {
		return OpenAiChatModel.builder()
			.baseUrl(properties.baseUrl())
			.apiKey(properties.apiKey())
			.modelName(properties.draftModel())
			.timeout(Duration.ofSeconds(30))
			.maxRetries(1)
			.build();
	}

}
