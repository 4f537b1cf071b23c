package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;

/**
 * A model whose calls are observed. The ways to call it that only prepare a request are
 * those of the interface, which end here.
 */
class ObservedChatModel implements ChatModel {

	private final ChatModel delegate;

	private final Calls calls;

	private final boolean async;

	ObservedChatModel(ChatModel delegate, Calls calls) {
		this.delegate = delegate;
		this.calls = calls;
		this.async = Overrides.has(delegate, ChatModel.class, "chatAsync", ChatRequest.class, ChatRequestOptions.class)
				|| Overrides.has(delegate, ChatModel.class, "doChatAsync", ChatRequest.class);
	}

	@Override
	public ChatResponse chat(ChatRequest request) {
		return observe(request, ChatRequestOptions.EMPTY, () -> this.delegate.chat(request));
	}

	@Override
	public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
		return observe(request, options, () -> this.delegate.chat(request, options));
	}

	@Override
	public ChatResponse doChat(ChatRequest request) {
		return observe(request, ChatRequestOptions.EMPTY, () -> this.delegate.doChat(request));
	}

	private ChatResponse observe(ChatRequest request, ChatRequestOptions options, Supplier<ChatResponse> action) {
		return this.calls.observe(CallConvention.INSTANCE, () -> context(request, options), action,
				ChatContext::answered);
	}

	@Override
	public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
		return observeAsync(request, ChatRequestOptions.EMPTY, () -> this.delegate.chatAsync(request));
	}

	@Override
	public CompletableFuture<ChatResponse> chatAsync(ChatRequest request, ChatRequestOptions options) {
		return observeAsync(request, options, () -> this.delegate.chatAsync(request, options));
	}

	@Override
	public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
		return observeAsync(request, ChatRequestOptions.EMPTY, () -> this.delegate.doChatAsync(request));
	}

	private CompletableFuture<ChatResponse> observeAsync(ChatRequest request, ChatRequestOptions options,
			Supplier<CompletableFuture<ChatResponse>> action) {
		// One that cannot is asked whether it can.
		return this.async ? this.calls.observeAsync(CallConvention.INSTANCE, () -> context(request, options), action,
				ChatContext::answered) : action.get();
	}

	private ChatContext context(ChatRequest request, ChatRequestOptions options) {
		return ChatContext.of(request, options, this.delegate.defaultRequestParameters(),
				Providers.name(this.delegate.provider(), this.delegate), false);
	}

	@Override
	public ChatRequestParameters defaultRequestParameters() {
		return this.delegate.defaultRequestParameters();
	}

	@Override
	public List<ChatModelListener> listeners() {
		return this.delegate.listeners();
	}

	@Override
	public ModelProvider provider() {
		return this.delegate.provider();
	}

	@Override
	public Set<Capability> supportedCapabilities() {
		return this.delegate.supportedCapabilities();
	}

}
