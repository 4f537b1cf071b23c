package dev.sightline.autoconfigure.llm.springai.openai;

import java.io.InputStream;

import com.openai.core.MultipartField;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;

import dev.sightline.autoconfigure.llm.AudioLength;
import dev.sightline.autoconfigure.llm.springai.openai.OpenAiCallContext.Operation;

/**
 * What is asked of a transcription.
 */
final class TranscriptionRequest {

	private TranscriptionRequest() {
	}

	static OpenAiCallContext context(TranscriptionCreateParams params, String provider, boolean streaming) {
		return new OpenAiCallContext(Operation.TRANSCRIPTION, provider, params.model().asString(), streaming, null);
	}

	/**
	 * The same request, whose audio is measured while it is sent.
	 */
	static TranscriptionCreateParams measured(TranscriptionCreateParams params, OpenAiCallContext context) {
		MultipartField<InputStream> file = params._file();
		AudioLength audio = new AudioLength(null);
		context.audio(audio);
		MultipartField.Builder<InputStream> measured = MultipartField.<InputStream>builder()
			.value(new MeasuredStream(params.file(), audio))
			.contentType(file.contentType());
		file.filename().ifPresent(measured::filename);
		return params.toBuilder().file(measured.build()).build();
	}

}
