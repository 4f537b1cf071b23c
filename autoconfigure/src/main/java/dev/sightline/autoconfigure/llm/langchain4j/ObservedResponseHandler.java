package dev.sightline.autoconfigure.llm.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sees what a model tells a handler. Contexts have nothing but the handle of the stream,
 * so that one of each kind is enough for all its chunks.
 */
class ObservedResponseHandler implements StreamingChatResponseHandler {

	private final StreamingChatResponseHandler handler;

	private final ObservedStream stream;

	private @Nullable PartialResponseContext responseContext;

	private @Nullable PartialThinkingContext thinkingContext;

	private @Nullable PartialToolCallContext toolCallContext;

	ObservedResponseHandler(StreamingChatResponseHandler handler, ObservedStream stream) {
		this.handler = handler;
		this.stream = stream;
	}

	@Override
	public void onPartialResponse(String response) {
		this.stream.chunk(response);
		this.handler.onPartialResponse(response);
	}

	@Override
	public void onPartialResponse(PartialResponse response, PartialResponseContext context) {
		this.stream.chunk(response.text());
		PartialResponseContext observed = this.responseContext;
		if (observed == null) {
			observed = new PartialResponseContext(this.stream.observed(context.streamingHandle()));
			this.responseContext = observed;
		}
		this.handler.onPartialResponse(response, observed);
	}

	@Override
	public void onPartialThinking(PartialThinking thinking) {
		this.stream.chunk(null);
		this.handler.onPartialThinking(thinking);
	}

	@Override
	public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
		this.stream.chunk(null);
		PartialThinkingContext observed = this.thinkingContext;
		if (observed == null) {
			observed = new PartialThinkingContext(this.stream.observed(context.streamingHandle()));
			this.thinkingContext = observed;
		}
		this.handler.onPartialThinking(thinking, observed);
	}

	@Override
	public void onPartialToolCall(PartialToolCall toolCall) {
		this.stream.chunk(null);
		this.handler.onPartialToolCall(toolCall);
	}

	@Override
	public void onPartialToolCall(PartialToolCall toolCall, PartialToolCallContext context) {
		this.stream.chunk(null);
		PartialToolCallContext observed = this.toolCallContext;
		if (observed == null) {
			observed = new PartialToolCallContext(this.stream.observed(context.streamingHandle()));
			this.toolCallContext = observed;
		}
		this.handler.onPartialToolCall(toolCall, observed);
	}

	@Override
	public void onCompleteToolCall(CompleteToolCall toolCall) {
		this.handler.onCompleteToolCall(toolCall);
	}

	@Override
	public void onUnmappedRawEvent(Object event) {
		this.handler.onUnmappedRawEvent(event);
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		this.stream.completed(response);
		this.stream.resume(() -> this.handler.onCompleteResponse(response));
	}

	@Override
	public void onError(Throwable error) {
		this.stream.failed(error);
		this.stream.resume(() -> this.handler.onError(error));
	}

}
