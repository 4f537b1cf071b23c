package dev.sightline.autoconfigure.llm.springai.openai;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.audio.transcriptions.TranscriptionTextDoneEvent;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.TokenUsage;
import dev.sightline.autoconfigure.llm.springai.openai.ObservedCalls.Running;

/**
 * Observes calls that make text of audio and tell it in parts.
 */
class TranscriptionStreams implements ServiceProxy.Replacement {

	private final ObservedCalls calls;

	private final String provider;

	TranscriptionStreams(ObservedCalls calls, String provider) {
		this.calls = calls;
		this.provider = provider;
	}

	@Override
	public @Nullable Object invoke(ServiceProxy.Invocation invocation) throws Throwable {
		TranscriptionCreateParams params = (TranscriptionCreateParams) invocation.arguments()[0];
		Running call = this.calls.start(() -> TranscriptionRequest.context(params, this.provider, true));
		if (call == null) {
			return invocation.proceed();
		}
		call.look((context) -> invocation.arguments()[0] = TranscriptionRequest.measured(params, context));
		AsyncStreamResponse<?> response = (AsyncStreamResponse<?>) call.within(invocation::require);
		return ServiceProxy.of(AsyncStreamResponse.class, response, Map.of("subscribe", (subscribe) -> {
			subscribe.arguments()[0] = new Parts(handler(subscribe.arguments()[0]), call);
			subscribe.proceed();
			return subscribe.proxy();
		}, "onCompleteFuture", (future) -> ended((CompletableFuture<?>) future.require(), call), "close", (close) -> {
			call.cancel();
			return close.proceed();
		}));
	}

	/**
	 * A stream that never began tells only this future, and is closed by whoever it
	 * tells.
	 */
	private static <T> CompletableFuture<T> ended(CompletableFuture<T> future, Running call) {
		CompletableFuture<T> observed = new CompletableFuture<>();
		future.whenComplete((nothing, error) -> {
			call.end(error);
			if (error != null) {
				observed.completeExceptionally(error);
			}
			else {
				observed.complete(nothing);
			}
		});
		return observed;
	}

	@SuppressWarnings("unchecked")
	private static AsyncStreamResponse.Handler<TranscriptionStreamEvent> handler(Object handler) {
		return (AsyncStreamResponse.Handler<TranscriptionStreamEvent>) handler;
	}

	record Parts(AsyncStreamResponse.Handler<TranscriptionStreamEvent> handler,
			Running call) implements AsyncStreamResponse.Handler<TranscriptionStreamEvent> {

		@Override
		public void onNext(TranscriptionStreamEvent event) {
			this.call.context().chunk();
			if (event.isTranscriptTextDone()) {
				this.call.look((context) -> read(event.asTranscriptTextDone(), context));
			}
			this.handler.onNext(event);
		}

		private static void read(TranscriptionTextDoneEvent done, OpenAiCallContext context) {
			context.transcript(done.text());
			done.usage()
				.ifPresent((usage) -> context
					.usage(new TokenUsage(usage.inputTokens(), usage.outputTokens(), null, null, null)));
		}

		@Override
		public void onComplete(Optional<Throwable> error) {
			this.call.end(error.orElse(null));
			this.handler.onComplete(error);
		}

	}

}
