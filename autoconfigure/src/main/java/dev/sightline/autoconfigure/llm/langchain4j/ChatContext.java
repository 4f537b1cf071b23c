package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.GenAi;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelContent;
import dev.sightline.autoconfigure.llm.ModelMessage;

/**
 * What is known of a chat while it runs.
 */
final class ChatContext extends CallContext {

	private static final Map<ChatMessageType, String> ROLES = Map.of(ChatMessageType.AI, "assistant",
			ChatMessageType.TOOL_EXECUTION_RESULT, "tool");

	private final ChatRequest request;

	private final ChatRequestParameters parameters;

	private volatile @Nullable ChatResponse response;

	private volatile long streamed;

	private ChatContext(ChatRequest request, ChatRequestParameters parameters, String provider, boolean streaming) {
		super("chat", provider, parameters.modelName(), streaming);
		this.request = request;
		this.parameters = parameters;
	}

	/**
	 * Create it.
	 * @param options what the caller tells listeners: it is in the context by the same
	 * keys
	 * @param defaults the parameters of the model, which those of the request override
	 */
	static ChatContext of(ChatRequest request, ChatRequestOptions options, ChatRequestParameters defaults,
			String provider, boolean streaming) {
		ChatContext context = new ChatContext(request, defaults.overrideWith(request.parameters()), provider,
				streaming);
		options.listenerAttributes().forEach(context::put);
		return context;
	}

	void answered(ChatResponse response) {
		this.response = response;
	}

	/**
	 * Note the length of a part of the answer. Only one thread calls it at a time.
	 */
	void streamed(@Nullable String part) {
		if (part != null) {
			this.streamed = this.streamed + part.length();
		}
	}

	@Override
	@Nullable String responseModel() {
		ChatResponse response = this.response;
		return (response != null) ? response.modelName() : null;
	}

	@Override
	void complete(ModelCall call) {
		super.complete(call);
		call.promptCharacters(this.request.messages().stream().mapToLong((message) -> text(message).length()).sum());
		ChatResponse response = this.response;
		if (response == null) {
			call.completionCharacters((this.streamed > 0) ? this.streamed : null);
			return;
		}
		call.completionCharacters((long) text(response.aiMessage()).length());
		call.usage(Usages.of(response.tokenUsage()), false);
		FinishReason reason = response.finishReason();
		if (reason != null) {
			call.finishReasons(List.of(word(reason)));
		}
	}

	/**
	 * The word of OpenAI, as Spring AI tells it too.
	 */
	private static String word(FinishReason reason) {
		return (reason == FinishReason.TOOL_EXECUTION) ? "tool_calls" : reason.name().toLowerCase(Locale.ROOT);
	}

	@Override
	ModelContent content() {
		ChatResponse response = this.response;
		return new ModelContent(this.request.messages().stream().map(ChatContext::message).toList(),
				(response != null) ? List.of(message(response.aiMessage())) : List.of());
	}

	private static ModelMessage message(ChatMessage message) {
		return new ModelMessage(ROLES.getOrDefault(message.type(), message.type().name().toLowerCase(Locale.ROOT)),
				text(message));
	}

	private static String text(ChatMessage message) {
		String text = null;
		if (message instanceof UserMessage user) {
			text = user.contents()
				.stream()
				.map((content) -> (content instanceof TextContent part) ? part.text() : "")
				.collect(Collectors.joining());
		}
		else if (message instanceof SystemMessage system) {
			text = system.text();
		}
		else if (message instanceof AiMessage answer) {
			text = answer.text();
		}
		else if (message instanceof ToolExecutionResultMessage result) {
			text = result.text();
		}
		return (text != null) ? text : "";
	}

	@Override
	KeyValues details() {
		KeyValues details = KeyValues.empty();
		details = and(details, GenAi.REQUEST_TEMPERATURE, this.parameters.temperature());
		details = and(details, GenAi.REQUEST_TOP_P, this.parameters.topP());
		details = and(details, GenAi.REQUEST_TOP_K, this.parameters.topK());
		details = and(details, GenAi.REQUEST_FREQUENCY_PENALTY, this.parameters.frequencyPenalty());
		details = and(details, GenAi.REQUEST_PRESENCE_PENALTY, this.parameters.presencePenalty());
		details = and(details, GenAi.REQUEST_MAX_TOKENS, this.parameters.maxOutputTokens());
		ChatResponse response = this.response;
		return (response != null) ? and(details, GenAi.RESPONSE_ID, response.id()) : details;
	}

	private static KeyValues and(KeyValues keyValues, GenAi name, @Nullable Object value) {
		return (value != null) ? keyValues.and(name.key(), value.toString()) : keyValues;
	}

}
