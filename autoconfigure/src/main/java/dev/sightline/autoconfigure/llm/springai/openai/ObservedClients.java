package dev.sightline.autoconfigure.llm.springai.openai;

import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.services.async.AudioServiceAsync;
import com.openai.services.async.audio.TranscriptionServiceAsync;
import com.openai.services.blocking.AudioService;
import com.openai.services.blocking.ModerationService;
import com.openai.services.blocking.audio.SpeechService;
import com.openai.services.blocking.audio.TranscriptionService;

/**
 * Makes clients of OpenAI whose calls for speech, transcription and moderation are
 * observed. What the client tries again is one call.
 */
class ObservedClients {

	private static final String CREATE = "create";

	private final ObservedCalls calls;

	ObservedClients(ObservedCalls calls) {
		this.calls = calls;
	}

	/**
	 * Make a client that observes.
	 * @param client does the work
	 * @param provider who answers, by the name of the conventions
	 */
	OpenAIClient observe(OpenAIClient client, String provider) {
		return ServiceProxy.of(OpenAIClient.class, client,
				Map.of("audio", (audio) -> audio((AudioService) audio.require(), provider), "moderations",
						(moderations) -> ServiceProxy.of(ModerationService.class,
								(ModerationService) moderations.require(),
								Map.of(CREATE, new ModerationCalls(this.calls, provider)))));
	}

	private AudioService audio(AudioService service, String provider) {
		TranscriptionCalls transcriptions = new TranscriptionCalls(this.calls, provider);
		return ServiceProxy.of(AudioService.class, service,
				Map.of("speech",
						(speech) -> ServiceProxy.of(SpeechService.class, (SpeechService) speech.require(),
								Map.of(CREATE, new SpeechCalls(this.calls, provider))),
						"transcriptions", (transcription) -> ServiceProxy.of(TranscriptionService.class,
								(TranscriptionService) transcription.require(), Map.of(CREATE, transcriptions))));
	}

	/**
	 * Make a client that observes.
	 * @param client does the work
	 * @param provider who answers, by the name of the conventions
	 */
	OpenAIClientAsync observe(OpenAIClientAsync client, String provider) {
		TranscriptionStreams streams = new TranscriptionStreams(this.calls, provider);
		return ServiceProxy.of(OpenAIClientAsync.class, client,
				Map.of("audio",
						(audio) -> ServiceProxy.of(AudioServiceAsync.class, (AudioServiceAsync) audio.require(),
								Map.of("transcriptions",
										(transcription) -> ServiceProxy.of(TranscriptionServiceAsync.class,
												(TranscriptionServiceAsync) transcription.require(),
												Map.of("createStreaming", streams))))));
	}

}
