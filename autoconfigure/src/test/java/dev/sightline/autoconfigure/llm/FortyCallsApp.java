package dev.sightline.autoconfigure.llm;

import java.time.Duration;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with both libraries. Spring AI's models are made by Spring Boot.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class FortyCallsApp {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Value("${spring.ai.openai.base-url}")
	private String url;

	@Bean
	SimpleVectorStore vectorStore(EmbeddingModel embeddings, ObservationRegistry registry) {
		return SimpleVectorStore.builder(embeddings).observationRegistry(registry).build();
	}

	@Bean
	OpenAiChatModel theirChat() {
		return OpenAiChatModel.builder()
			.baseUrl(this.url)
			.apiKey("key-of-the-stub")
			.modelName("tools+usage-100-10")
			.maxRetries(0)
			.timeout(TIMEOUT)
			.build();
	}

	@Bean
	OpenAiStreamingChatModel theirStreams() {
		return OpenAiStreamingChatModel.builder()
			.baseUrl(this.url)
			.apiKey("key-of-the-stub")
			.modelName("stream")
			.timeout(TIMEOUT)
			.build();
	}

	@Bean
	OpenAiEmbeddingModel theirEmbeddings() {
		return OpenAiEmbeddingModel.builder()
			.baseUrl(this.url)
			.apiKey("key-of-the-stub")
			.modelName("embed+usage-40-0")
			.maxRetries(0)
			.build();
	}

	@Bean
	EmbeddingStore<TextSegment> theirStore() {
		return new InMemoryEmbeddingStore<>();
	}

	@Bean
	ContentRetriever theirRetriever(EmbeddingStore<TextSegment> store, OpenAiEmbeddingModel theirEmbeddings) {
		return EmbeddingStoreContentRetriever.builder()
			.embeddingStore(store)
			.embeddingModel(theirEmbeddings)
			.maxResults(1)
			.build();
	}

	@Bean
	TheirTools theirTools() {
		return new TheirTools();
	}

	@Bean
	Assistant assistant(OpenAiChatModel theirChat, TheirTools tools) {
		return AiServices.builder(Assistant.class).chatModel(theirChat).tools(tools).build();
	}

	@Bean
	Librarian librarian(OpenAiChatModel theirChat, ContentRetriever theirRetriever) {
		return AiServices.builder(Librarian.class)
			.chatModel(theirChat)
			.contentRetriever(theirRetriever)
			.chatRequestTransformer((request) -> request.toBuilder().modelName(FortyCallsTests.CHAT).build())
			.build();
	}

	interface Assistant {

		String answer(String question);

	}

	interface Librarian {

		String lookUp(String question);

	}

	static class OurTools {

		@Tool
		String weather(String city) {
			return "sunny in " + city;
		}

	}

	static class TheirTools {

		@dev.langchain4j.agent.tool.Tool
		String weather(String city) {
			return "sunny in " + city;
		}

	}

}
