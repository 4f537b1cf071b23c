package dev.sightline.sample.assistant;

import jakarta.validation.Valid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.audio.tts.TextToSpeechPrompt;
import org.springframework.ai.openai.OpenAiAudioSpeechOptions;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reads an answer aloud. When the first model fails, the second one speaks.
 */
@RestController
class SpeechController {

	private static final Logger logger = LoggerFactory.getLogger(SpeechController.class);

	private final TextToSpeechModel speech;

	private final ModelProperties properties;

	SpeechController(TextToSpeechModel speech, ModelProperties properties) {
		this.speech = speech;
		this.properties = properties;
	}

	@PostMapping(path = "/api/speech", produces = "audio/mpeg")
	byte[] speak(@Valid @RequestBody Question question) {
		try {
			return speak(question.message(), this.properties.speechModel());
		}
		catch (RuntimeException ex) {
			logger.warn("{} did not speak, so {} does", this.properties.speechModel(),
					this.properties.fallbackSpeechModel());
			return speak(question.message(), this.properties.fallbackSpeechModel());
		}
	}

	private byte[] speak(String text, String model) {
		return this.speech.call(new TextToSpeechPrompt(text, OpenAiAudioSpeechOptions.builder().model(model).build()))
			.getResult()
			.getOutput();
	}

}
