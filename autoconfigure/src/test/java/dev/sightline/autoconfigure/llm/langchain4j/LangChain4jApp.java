package dev.sightline.autoconfigure.llm.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import dev.sightline.autoconfigure.llm.ModelCallRefusedException;

/**
 * An application that uses LangChain4j as its documentation has it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LangChain4jApp {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	@Value("${models}")
	private String url;

	/**
	 * The sum of the series of a name that have all of some texts in their labels.
	 */
	static double value(String scrape, String name, String... texts) {
		return scrape.lines()
			.filter((line) -> line.startsWith(name + "{") && List.of(texts).stream().allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	/**
	 * By its class, as many applications have it.
	 */
	@Bean
	@Primary
	OpenAiChatModel chatModel(ChatModelListener listener) {
		return OpenAiChatModel.builder()
			.baseUrl(this.url)
			.apiKey("key-of-the-stub")
			.modelName("gpt-4o")
			.temperature(0.5)
			.maxRetries(0)
			.timeout(TIMEOUT)
			.listeners(List.of(listener))
			.build();
	}

	@Bean
	StreamingChatModel streamingChatModel() {
		return OpenAiStreamingChatModel.builder()
			.baseUrl(this.url)
			.apiKey("key-of-the-stub")
			.modelName("gpt-4o")
			.timeout(TIMEOUT)
			.build();
	}

	@Bean
	EmbeddingModel embeddingModel() {
		return OpenAiEmbeddingModel.builder()
			.baseUrl(this.url)
			.apiKey("key-of-the-stub")
			.modelName("text-embedding-3-small")
			.maxRetries(0)
			.build();
	}

	@Bean
	ModerationModel moderationModel() {
		return OpenAiModerationModel.builder()
			.baseUrl(this.url)
			.apiKey("key-of-the-stub")
			.modelName("omni-moderation-latest")
			.build();
	}

	@Bean
	ImageModel imageModel() {
		return OpenAiImageModel.builder().baseUrl(this.url).apiKey("key-of-the-stub").modelName("gpt-image-1").build();
	}

	@Bean
	Heard listener() {
		return new Heard();
	}

	/**
	 * Passes its calls on.
	 */
	@Bean
	ChatModel fallback(OpenAiChatModel chatModel) {
		return new ChatModel() {

			@Override
			public ChatResponse chat(ChatRequest request) {
				try {
					return chatModel.chat(request.toBuilder().modelName("fault-500").build());
				}
				catch (RuntimeException ex) {
					return chatModel.chat(request.toBuilder().modelName("fallback+usage-3-4").build());
				}
			}

		};
	}

	@Bean
	ObservationPredicate refusal() {
		return (name, context) -> {
			if (context instanceof CallContext call && "refused".equals(call.requestModel())) {
				throw new ModelCallRefusedException("This model is refused");
			}
			return true;
		};
	}

	@Bean
	EmbeddingStore<TextSegment> embeddingStore() {
		return new InMemoryEmbeddingStore<>();
	}

	@Bean
	ContentRetriever contentRetriever(EmbeddingStore<TextSegment> store, EmbeddingModel model) {
		return EmbeddingStoreContentRetriever.builder()
			.embeddingStore(store)
			.embeddingModel(model)
			.maxResults(2)
			.minScore(0.5)
			.build();
	}

	@Bean
	Tools tools() {
		return new Tools("sunny");
	}

	@Bean
	Assistant assistant(@Qualifier("chatModel") ChatModel chatModel, StreamingChatModel streaming, Tools tools) {
		return AiServices.builder(Assistant.class)
			.chatModel(chatModel)
			.streamingChatModel(streaming)
			.tools(tools)
			.build();
	}

	@Bean
	Assistant refusedAssistant(@Qualifier("chatModel") ChatModel chatModel, StreamingChatModel streaming, Tools tools) {
		return AiServices.builder(Assistant.class)
			.chatModel(chatModel)
			.streamingChatModel(streaming)
			.tools(tools)
			.chatRequestTransformer((request) -> request.toBuilder().modelName("refused").build())
			.build();
	}

	@Bean
	Librarian librarian(@Qualifier("chatModel") ChatModel chatModel, ContentRetriever retriever) {
		return AiServices.builder(Librarian.class).chatModel(chatModel).contentRetriever(retriever).build();
	}

	interface Assistant {

		String answer(String question);

		TokenStream stream(String question);

	}

	interface Librarian {

		String lookUp(String question);

	}

	static class Tools {

		private final String answer;

		private String seen = "";

		Tools(String answer) {
			this.answer = answer;
		}

		@Tool
		String weather(@P("The city") String city) {
			this.seen = city;
			if (city.equals("nowhere")) {
				throw new IllegalArgumentException("No such city");
			}
			return this.answer;
		}

		String seen() {
			return this.seen;
		}

	}

	/**
	 * A listener of the user.
	 */
	static class Heard implements ChatModelListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		List<String> events() {
			return this.events;
		}

		@Override
		public void onRequest(ChatModelRequestContext context) {
			this.events.add("request " + context.chatRequest().modelName());
			if (context.chatRequest().modelName().startsWith("deaf")) {
				throw new IllegalStateException("A listener fails");
			}
		}

		@Override
		public void onResponse(ChatModelResponseContext context) {
			this.events.add("response " + context.chatResponse().modelName());
		}

		@Override
		public void onError(ChatModelErrorContext context) {
			this.events.add("error " + context.chatRequest().modelName());
		}

	}

}
