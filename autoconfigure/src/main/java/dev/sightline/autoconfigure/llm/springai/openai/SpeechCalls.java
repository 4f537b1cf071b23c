package dev.sightline.autoconfigure.llm.springai.openai;

import java.io.InputStream;
import java.util.Map;

import com.openai.core.http.HttpResponse;
import com.openai.models.audio.speech.SpeechCreateParams;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.AudioLength;
import dev.sightline.autoconfigure.llm.springai.openai.ObservedCalls.Running;
import dev.sightline.autoconfigure.llm.springai.openai.OpenAiCallContext.Operation;

/**
 * Observes calls that make speech, until the last byte of it has been read.
 */
class SpeechCalls implements ServiceProxy.Replacement {

	private final ObservedCalls calls;

	private final String provider;

	SpeechCalls(ObservedCalls calls, String provider) {
		this.calls = calls;
		this.provider = provider;
	}

	@Override
	public @Nullable Object invoke(ServiceProxy.Invocation invocation) throws Throwable {
		SpeechCreateParams params = (SpeechCreateParams) invocation.arguments()[0];
		Running call = this.calls.start(() -> new OpenAiCallContext(Operation.SPEECH, this.provider,
				params.model().asString(), params.streamFormat().isPresent(), params.input()));
		if (call == null) {
			return invocation.proceed();
		}
		HttpResponse response = (HttpResponse) call.within(invocation::require);
		AudioLength audio = new AudioLength(
				params.responseFormat().map(SpeechCreateParams.ResponseFormat::asString).orElse(null));
		call.context().audio(audio);
		return ServiceProxy.of(HttpResponse.class, response, Map.of("body",
				(body) -> new AudioStream((InputStream) body.require(), audio, call), "close", (close) -> {
					Object nothing = close.proceed();
					call.cancel();
					return nothing;
				}));
	}

}
