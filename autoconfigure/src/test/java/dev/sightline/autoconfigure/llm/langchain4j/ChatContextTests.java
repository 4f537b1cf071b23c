package dev.sightline.autoconfigure.llm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelMessage;
import dev.sightline.autoconfigure.llm.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of a chat at its end.
 */
class ChatContextTests {

	@Test
	void shouldTellWhatWasSaidAndHowLongItWas() {
		ChatRequest request = ChatRequest.builder()
			.messages(SystemMessage.from("Be kind"),
					UserMessage.from(TextContent.from("Look"), ImageContent.from("http://localhost/image")),
					ToolExecutionResultMessage.from("1", "weather", "sunny"))
			.build();
		ChatContext context = ChatContext.of(request,
				ChatRequestOptions.builder().addListenerAttribute("tenant", "acme").build(),
				ChatRequestParameters.builder().modelName("gpt-4o").build(), "openai", true);
		ModelCall call = context.createCall();
		context.streamed("It");
		context.complete(call);
		assertThat(call.requestModel()).isEqualTo("gpt-4o");
		assertThat(call.promptCharacters()).isEqualTo(16);
		assertThat(call.completionCharacters()).isEqualTo(2);
		assertThat(call.usage()).isEqualTo(TokenUsage.UNKNOWN);
		assertThat(context.<String>get("tenant")).isEqualTo("acme");
		context.answered(ChatResponse.builder()
			.aiMessage(AiMessage.from("It is"))
			.finishReason(FinishReason.CONTENT_FILTER)
			.build());
		context.complete(call);
		assertThat(call.completionCharacters()).isEqualTo(5);
		assertThat(call.finishReasons()).containsExactly("content_filter");
		context.answered(ChatResponse.builder()
			.aiMessage(AiMessage.from("It is"))
			.finishReason(FinishReason.TOOL_EXECUTION)
			.build());
		context.complete(call);
		assertThat(call.finishReasons()).containsExactly("tool_calls");
		assertThat(context.content().input()).containsExactly(new ModelMessage("system", "Be kind"),
				new ModelMessage("user", "Look"), new ModelMessage("tool", "sunny"));
		assertThat(context.content().output()).containsExactly(new ModelMessage("assistant", "It is"));
	}

}
