package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.store.embedding.EmbeddingStore;

import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.llm.ToolMeters;
import dev.sightline.autoconfigure.llm.VectorStoreMeters;

/**
 * The kinds of beans that are observed.
 */
final class Views {

	/**
	 * What only the module {@code langchain4j} has.
	 */
	private static final boolean SERVICES = ClassUtils.isPresent("dev.langchain4j.service.tool.ToolProvider",
			Views.class.getClassLoader());

	private Views() {
	}

	static List<View<?>> of(Calls calls, Supplier<ToolMeters> tools, Supplier<VectorStoreMeters> stores) {
		List<View<?>> views = new ArrayList<>();
		views.add(new View<>(ChatModel.class, (model) -> new ObservedChatModel(model, calls)));
		views.add(new View<>(StreamingChatModel.class, (model) -> new ObservedStreamingChatModel(model, calls)));
		views.add(new View<>(EmbeddingModel.class, (model) -> new ObservedEmbeddingModel(model, calls)));
		views.add(new View<>(ModerationModel.class, (model) -> new ObservedModerationModel(model, calls)));
		views.add(new View<>(ImageModel.class, (model) -> new ObservedImageModel(model, calls)));
		views.add(new View<>(EmbeddingStore.class, (store) -> store(store, calls, stores)));
		views.add(new View<>(ContentRetriever.class, (retriever) -> new ObservedContentRetriever(retriever, calls)));
		if (SERVICES) {
			views.addAll(Services.views(calls, tools));
		}
		return views;
	}

	private static <E> EmbeddingStore<E> store(EmbeddingStore<E> store, Calls calls,
			Supplier<VectorStoreMeters> meters) {
		return new ObservedEmbeddingStore<>(store, calls, meters);
	}

	private static final class Services {

		static List<View<?>> views(Calls calls, Supplier<ToolMeters> tools) {
			return List.of(new View<>(ToolExecutor.class, (tool) -> new ObservedToolExecutor(tool, calls, tools)),
					new View<>(ToolProvider.class, (provider) -> new ObservedToolProvider(provider, calls, tools)));
		}

	}

}
