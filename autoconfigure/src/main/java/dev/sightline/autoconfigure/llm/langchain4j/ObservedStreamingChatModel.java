package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow.Publisher;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * A model whose streams are observed. The ways to call it that only prepare a request are
 * those of the interface, which end here.
 */
class ObservedStreamingChatModel implements StreamingChatModel {

	private final StreamingChatModel delegate;

	private final Calls calls;

	private final boolean publishes;

	ObservedStreamingChatModel(StreamingChatModel delegate, Calls calls) {
		this.delegate = delegate;
		this.calls = calls;
		this.publishes = Overrides.has(delegate, StreamingChatModel.class, "chat", ChatRequest.class)
				|| Overrides.has(delegate, StreamingChatModel.class, "doChat", ChatRequest.class);
	}

	@Override
	public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
		observe(request, ChatRequestOptions.EMPTY, handler, (observed) -> this.delegate.chat(request, observed));
	}

	@Override
	public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
		observe(request, options, handler, (observed) -> this.delegate.chat(request, options, observed));
	}

	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		observe(request, ChatRequestOptions.EMPTY, handler, (observed) -> this.delegate.doChat(request, observed));
	}

	private void observe(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler,
			Consumer<StreamingChatResponseHandler> action) {
		ObservedCall<ChatContext> call = start(request, options);
		ChatContext context = call.context();
		StreamingChatResponseHandler observed = (context != null)
				? new ObservedResponseHandler(handler, new ObservedStream(call, context)) : handler;
		call.within(() -> {
			action.accept(observed);
			return true;
		});
	}

	@Override
	public Publisher<ChatModelStreamingEvent> chat(ChatRequest request) {
		return observe(request, () -> this.delegate.chat(request));
	}

	@Override
	public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
		return observe(request, () -> this.delegate.doChat(request));
	}

	private Publisher<ChatModelStreamingEvent> observe(ChatRequest request,
			Supplier<Publisher<ChatModelStreamingEvent>> action) {
		Publisher<ChatModelStreamingEvent> publisher = action.get();
		// One that cannot is asked whether it can.
		return this.publishes ? new ObservedPublisher(publisher, () -> start(request, ChatRequestOptions.EMPTY))
				: publisher;
	}

	private ObservedCall<ChatContext> start(ChatRequest request, ChatRequestOptions options) {
		return this.calls.start(CallConvention.INSTANCE,
				() -> ChatContext.of(request, options, this.delegate.defaultRequestParameters(),
						Providers.name(this.delegate.provider(), this.delegate), true));
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
