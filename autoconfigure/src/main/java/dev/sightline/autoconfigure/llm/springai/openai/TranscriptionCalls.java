package dev.sightline.autoconfigure.llm.springai.openai;

import com.openai.models.audio.transcriptions.Transcription;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import com.openai.models.audio.transcriptions.TranscriptionDiarized;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.TokenUsage;
import dev.sightline.autoconfigure.llm.springai.openai.ObservedCalls.Running;

/**
 * Observes calls that make text of audio.
 */
class TranscriptionCalls implements ServiceProxy.Replacement {

	private final ObservedCalls calls;

	private final String provider;

	TranscriptionCalls(ObservedCalls calls, String provider) {
		this.calls = calls;
		this.provider = provider;
	}

	@Override
	public @Nullable Object invoke(ServiceProxy.Invocation invocation) throws Throwable {
		TranscriptionCreateParams params = (TranscriptionCreateParams) invocation.arguments()[0];
		Running call = this.calls.start(() -> TranscriptionRequest.context(params, this.provider, false));
		if (call == null) {
			return invocation.proceed();
		}
		call.look((context) -> invocation.arguments()[0] = TranscriptionRequest.measured(params, context));
		TranscriptionCreateResponse response = (TranscriptionCreateResponse) call.within(invocation::require);
		call.look((context) -> read(response, context));
		call.end(null);
		return response;
	}

	private static void read(TranscriptionCreateResponse response, OpenAiCallContext context) {
		response.transcription().ifPresent((transcription) -> read(transcription, context));
		response.verbose().ifPresent((verbose) -> read(verbose, context));
		response.diarized().ifPresent((diarized) -> read(diarized, context));
	}

	private static void read(Transcription transcription, OpenAiCallContext context) {
		context.transcript(transcription.text());
		transcription.usage().ifPresent((usage) -> {
			usage.duration().ifPresent((duration) -> context.audioSeconds(duration.seconds()));
			usage.tokens()
				.ifPresent((tokens) -> context
					.usage(new TokenUsage(tokens.inputTokens(), tokens.outputTokens(), null, null, null)));
		});
	}

	private static void read(TranscriptionVerbose verbose, OpenAiCallContext context) {
		context.transcript(verbose.text());
		context.audioSeconds(verbose.duration());
	}

	private static void read(TranscriptionDiarized diarized, OpenAiCallContext context) {
		context.transcript(diarized.text());
		context.audioSeconds(diarized.duration());
		diarized.usage()
			.flatMap(TranscriptionDiarized.Usage::tokens)
			.ifPresent((tokens) -> context
				.usage(new TokenUsage(tokens.inputTokens(), tokens.outputTokens(), null, null, null)));
	}

}
