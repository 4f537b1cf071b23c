package dev.sightline.autoconfigure.llm.springai.openai;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.AudioLength;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.TokenUsage;

/**
 * What is known of one call while it runs.
 */
class OpenAiCallContext extends Observation.Context {

	private final Operation operation;

	private final String provider;

	private final @Nullable String model;

	private final boolean streaming;

	/**
	 * The text that goes in, {@code null} if it is audio.
	 */
	private final @Nullable String text;

	private volatile @Nullable String transcript;

	private volatile @Nullable AudioLength audio;

	private volatile @Nullable Double audioSeconds;

	private volatile @Nullable String responseModel;

	private volatile TokenUsage usage = TokenUsage.UNKNOWN;

	private volatile boolean cancelled;

	OpenAiCallContext(Operation operation, String provider, @Nullable String model, boolean streaming,
			@Nullable String text) {
		this.operation = operation;
		this.provider = provider;
		this.model = model;
		this.streaming = streaming;
		this.text = text;
	}

	Operation operation() {
		return this.operation;
	}

	String provider() {
		return this.provider;
	}

	@Nullable String model() {
		return this.model;
	}

	boolean streaming() {
		return this.streaming;
	}

	@Nullable String text() {
		return this.text;
	}

	@Nullable String transcript() {
		return this.transcript;
	}

	void transcript(String transcript) {
		this.transcript = transcript;
	}

	/**
	 * Measure audio that goes by.
	 */
	void audio(AudioLength audio) {
		this.audio = audio;
	}

	/**
	 * Note what the provider says of the length of the audio.
	 */
	void audioSeconds(double audioSeconds) {
		this.audioSeconds = audioSeconds;
	}

	/**
	 * How long the audio is: what the provider said, else what was measured.
	 */
	@Nullable Double audioSeconds() {
		Double told = this.audioSeconds;
		AudioLength audio = this.audio;
		return (told != null || audio == null) ? told : audio.seconds();
	}

	void usage(TokenUsage usage) {
		this.usage = usage;
	}

	void responseModel(String responseModel) {
		this.responseModel = responseModel;
	}

	void cancelled() {
		this.cancelled = true;
	}

	/**
	 * Note that a part of the answer came.
	 */
	void chunk() {
		ModelCall call = get(ModelCall.class);
		if (call != null) {
			call.chunk();
		}
	}

	void fill(ModelCall call) {
		boolean speech = this.operation == Operation.SPEECH;
		call.characters((speech && this.text != null) ? (long) this.text.length() : null);
		call.promptCharacters((this.text != null) ? (long) this.text.length() : null);
		String transcript = this.transcript;
		call.completionCharacters((transcript != null) ? (long) transcript.length() : null);
		call.audioSeconds(audioSeconds());
		call.responseModel(this.responseModel);
		call.usage(this.usage, false);
		call.cancelled(this.cancelled);
	}

	/**
	 * What is asked for. The conventions have no names for it.
	 */
	enum Operation {

		/**
		 * Text becomes audio.
		 */
		SPEECH("speech"),

		/**
		 * Audio becomes text.
		 */
		TRANSCRIPTION("transcription"),

		/**
		 * Text is judged.
		 */
		MODERATION("moderation");

		private final String value;

		Operation(String value) {
			this.value = value;
		}

		String value() {
			return this.value;
		}

	}

}
