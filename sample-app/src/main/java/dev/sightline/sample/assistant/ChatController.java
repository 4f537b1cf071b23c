package dev.sightline.sample.assistant;

import jakarta.validation.Valid;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The assistant, with Spring AI. Whoever asks may name the model, so that a stub can be
 * asked to misbehave.
 */
@RestController
class ChatController {

	private final ChatClient client;

	private final Knowledge knowledge;

	private final ModelProperties properties;

	ChatController(ChatClient.Builder builder, Knowledge knowledge, ModelProperties properties) {
		this.client = builder.build();
		this.knowledge = knowledge;
		this.properties = properties;
	}

	@PostMapping("/api/chat")
	Answer chat(@Valid @RequestBody Question question, @RequestParam(required = false) String model) {
		return new Answer(prompt(question.message(), model).call().content());
	}

	@GetMapping(path = "/api/chat/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> stream(@RequestParam String message, @RequestParam(required = false) String model) {
		return prompt(message, model).stream().content();
	}

	@PostMapping("/api/ask")
	Answer ask(@Valid @RequestBody Question question, @RequestParam(required = false) String model) {
		return new Answer(prompt(question.message(), model)
			.advisors(QuestionAnswerAdvisor.builder(this.knowledge.store()).build())
			.call()
			.content());
	}

	private ChatClient.ChatClientRequestSpec prompt(String message, String model) {
		return this.client.prompt()
			.user(message)
			.options(OpenAiChatOptions.builder().model((model != null) ? model : this.properties.chatModel()));
	}

}
