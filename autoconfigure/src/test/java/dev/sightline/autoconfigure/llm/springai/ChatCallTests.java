package dev.sightline.autoconfigure.llm.springai;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;

/**
 * Calls of OpenAI's chat model.
 */
class ChatCallTests {

	private static final OtlpReceiver receiver = new OtlpReceiver();

	private static final StubModelServer stub = StubModelServer.start(0);

	private static TestApp app;

	@BeforeAll
	static void start() {
		app = AiApp.start(stub, receiver.settings());
	}

	@AfterAll
	static void stop() {
		app.close();
		stub.close();
		receiver.close();
	}

	@Test
	void shouldMeasureACall() throws Exception {
		OpenAiChatModel model = app.context().getBean(OpenAiChatModel.class);
		model.call(new Prompt("Hello you", OpenAiChatOptions.builder().model("gpt-4o+usage-1000-500-100-50").build()));
		model.stream(new Prompt("Hello you", OpenAiChatOptions.builder().model("gpt-4o+usage-1000-500-100-50").build()))
			.collectList()
			.block();
		System.out.println(String.join("\n", app.scrape("gen_ai")));
		Thread.sleep(500);
		receiver.spans().forEach(System.out::println);
	}

}
