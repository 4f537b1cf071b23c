package dev.sightline.autoconfigure.llm.springai.openai;

import java.util.List;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponse;
import com.openai.services.async.AudioServiceAsync;
import com.openai.services.async.ChatServiceAsync;
import com.openai.services.async.audio.TranscriptionServiceAsync;
import com.openai.services.async.chat.ChatCompletionServiceAsync;
import com.openai.services.blocking.AudioService;
import com.openai.services.blocking.ModerationService;
import com.openai.services.blocking.audio.SpeechService;
import com.openai.services.blocking.audio.TranscriptionService;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiModerationModel;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Names the proxies of OpenAI's client and the fields of Spring AI's models for native
 * images.
 */
class OpenAiRuntimeHints implements RuntimeHintsRegistrar {

	private static final String MODEL = "org.springframework.ai.openai.OpenAiAudioSpeechModel";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(MODEL, classLoader)) {
			return;
		}
		for (Class<?> service : List.of(OpenAIClient.class, OpenAIClientAsync.class, AudioService.class,
				AudioServiceAsync.class, SpeechService.class, TranscriptionService.class,
				TranscriptionServiceAsync.class, ModerationService.class, HttpResponse.class, AsyncStreamResponse.class,
				ChatServiceAsync.class, ChatCompletionServiceAsync.class)) {
			hints.proxies().registerJdkProxy(service);
		}
		for (Class<?> model : List.of(OpenAiChatModel.class, OpenAiAudioSpeechModel.class,
				OpenAiAudioTranscriptionModel.class, OpenAiModerationModel.class)) {
			hints.reflection().registerType(model, MemberCategory.ACCESS_DECLARED_FIELDS);
		}
	}

}
