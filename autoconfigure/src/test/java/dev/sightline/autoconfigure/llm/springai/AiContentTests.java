package dev.sightline.autoconfigure.llm.springai;

import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.llm.Series;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Prompts and answers stay in the process unless the user wants them on spans, and then
 * leave it without secrets.
 */
@ExtendWith(OutputCaptureExtension.class)
class AiContentTests {

	private static final String SECRET = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD";

	private static final String CANARY = "canary-in-the-coal-mine";

	@Test
	void shouldKeepPromptsByDefault(CapturedOutput output) {
		try (StubModelServer stub = StubModelServer.start(0);
				OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = AiApp.start(stub, receiver.settings("spring.ai.openai.max-retries=0"))) {
			OpenAiChatModel model = app.context().getBean(OpenAiChatModel.class);
			String text = CANARY + " api_key=" + SECRET;
			model.call(prompt("blocking", text));
			model.stream(prompt("streaming", text)).blockLast();
			assertThatException().isThrownBy(() -> model.call(prompt("fault-500", text)));
			assertThatException().isThrownBy(() -> model.stream(prompt("fault-bad-json", text)).blockLast());
			app.context().getBean(ChatClient.Builder.class).build().prompt(prompt("client", text)).call().content();
			app.context().getBean(EmbeddingModel.class).embed(text);
			Awaitility.await()
				.until(() -> receiver.spans().stream().anyMatch((span) -> span.name().startsWith("embeddings ")));
			assertThat(receiver.text()).doesNotContain(CANARY, SECRET);
			assertThat(app.scrape()).doesNotContain(CANARY, SECRET);
			assertThat(output.getAll()).doesNotContain(CANARY, SECRET);
		}
	}

	@Test
	void shouldPutCleanTextsOnSpansIfAsked() {
		try (StubModelServer stub = StubModelServer.start(0);
				OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = AiApp.start(stub, receiver.settings("sightline.llm.include-content=true",
						"sightline.llm.max-content-length=100"))) {
			OpenAiChatModel model = app.context().getBean(OpenAiChatModel.class);
			model
				.call(new Prompt(List.of(new SystemMessage("Be brief"), new UserMessage(CANARY + " api_key=" + SECRET)),
						OpenAiChatOptions.builder().model("text").build()));
			model.call(prompt("long", "x".repeat(1000)));
			List<OtlpReceiver.ReceivedSpan> spans = Awaitility.await()
				.until(() -> receiver.spans().stream().filter((span) -> span.name().startsWith("chat ")).toList(),
						(list) -> list.size() == 2);
			assertThat(spans.get(0).attributes().get("gen_ai.input.messages"))
				.contains("\"role\":\"system\"", "Be brief", "\"role\":\"user\"", CANARY, "[redacted]")
				.doesNotContain(SECRET);
			assertThat(spans.get(0).attributes().get("gen_ai.output.messages")).contains("\"role\":\"assistant\"",
					"This answer is simulated");
			assertThat(spans.get(1).attributes().get("gen_ai.input.messages")).contains("[900 characters cut]");
			// The other things that hold only with Spring AI, on an application that is
			// there.
			embeddings(app, receiver);
		}
	}

	private static void embeddings(TestApp app, OtlpReceiver receiver) {
		app.context().getBean(EmbeddingModel.class).embed("one two three");
		Series series = new Series(app.scrape());
		assertThat(series.lines("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name", "embeddings",
				"gen_ai_provider_name", "openai"))
			.hasSize(1);
		assertThat(series.sum("gen_ai_client_token_usage_sum", "gen_ai_operation_name", "embeddings",
				"gen_ai_token_type", "input"))
			.isEqualTo(3);
		assertThat(series.lines("gen_ai_client_token_usage_sum", "gen_ai_operation_name", "embeddings",
				"gen_ai_token_type", "output"))
			.isEmpty();
		Awaitility.await()
			.until(() -> receiver.spans()
				.stream()
				.anyMatch((span) -> span.name().startsWith("embeddings ")
						&& span.attributes().get("gen_ai.operation.name").equals("embeddings")));
	}

	private static Prompt prompt(String model, String text) {
		return new Prompt(text, OpenAiChatOptions.builder().model(model).build());
	}

}
