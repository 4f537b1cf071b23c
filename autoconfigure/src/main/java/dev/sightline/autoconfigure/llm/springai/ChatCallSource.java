package dev.sightline.autoconfigure.llm.springai;

import java.util.List;
import java.util.Locale;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallSource;
import dev.sightline.autoconfigure.llm.ModelContent;
import dev.sightline.autoconfigure.llm.ModelMessage;
import dev.sightline.autoconfigure.llm.TokenUsage;

/**
 * Knows the calls of Spring AI's chat models.
 */
final class ChatCallSource implements ModelCallSource {

	private static final String CHAT = "chat";

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof ChatModelObservationContext;
	}

	@Override
	public ModelCall create(Observation.Context context) {
		ChatModelObservationContext chat = (ChatModelObservationContext) context;
		ChatOptions options = chat.getRequest().getOptions();
		return new ModelCall(chat, CHAT, AiProviders.of(chat.getOperationMetadata().provider()),
				(options != null) ? options.getModel() : null, chat.isStreaming());
	}

	@Override
	public void complete(Observation.Context context, ModelCall call) {
		ChatModelObservationContext chat = (ChatModelObservationContext) context;
		call.promptCharacters(characters(chat.getRequest().getInstructions()));
		PartialAnswer partial = chat.get(PartialAnswer.class);
		ChatResponse response = chat.getResponse();
		if (response != null) {
			complete(response, call);
		}
		else {
			// Spring AI sets it only when a stream is complete.
			call.cancelled(call.streaming() && call.error() == null);
		}
		if (partial != null) {
			complete(partial, call, response == null);
		}
	}

	private static void complete(ChatResponse response, ModelCall call) {
		call.responseModel(response.getMetadata().getModel());
		call.usage(AiUsage.of(call.provider(), response.getMetadata().getUsage(), true), false);
		call.finishReasons(response.getResults()
			.stream()
			.map((generation) -> generation.getMetadata().getFinishReason())
			.filter(StringUtils::hasText)
			.map((reason) -> reason.toLowerCase(Locale.ROOT))
			.toList());
		call.completionCharacters(response.getResults()
			.stream()
			.mapToLong((generation) -> length(generation.getOutput().getText()))
			.sum());
	}

	/**
	 * A complete answer of a stream lacks the details of its tokens only.
	 */
	private static void complete(PartialAnswer partial, ModelCall call, boolean broken) {
		TokenUsage usage = partial.usage();
		if (usage.isKnown()) {
			call.usage(usage, false);
		}
		if (broken && call.chunks() > 0) {
			call.responseModel(partial.model());
			call.completionCharacters(partial.characters());
			String reason = partial.finishReason();
			call.finishReasons((reason != null) ? List.of(reason.toLowerCase(Locale.ROOT)) : List.of());
		}
	}

	@Override
	public ModelContent content(Observation.Context context) {
		ChatModelObservationContext chat = (ChatModelObservationContext) context;
		ChatResponse response = chat.getResponse();
		return new ModelContent(chat.getRequest().getInstructions().stream().map(ChatCallSource::message).toList(),
				(response != null) ? response.getResults().stream().map(ChatCallSource::message).toList() : List.of());
	}

	private static ModelMessage message(Message message) {
		return new ModelMessage(message.getMessageType().getValue(), text(message));
	}

	private static ModelMessage message(Generation generation) {
		return message(generation.getOutput());
	}

	private static String text(Message message) {
		if (message instanceof ToolResponseMessage tools) {
			return String.join("\n",
					tools.getResponses().stream().map(ToolResponseMessage.ToolResponse::responseData).toList());
		}
		return (message.getText() != null) ? message.getText() : "";
	}

	private static long characters(List<Message> messages) {
		long characters = 0;
		for (Message message : messages) {
			if (message instanceof ToolResponseMessage tools) {
				for (ToolResponseMessage.ToolResponse response : tools.getResponses()) {
					characters += length(response.responseData());
				}
			}
			else {
				characters += length(message.getText());
			}
		}
		return characters;
	}

	private static long length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
