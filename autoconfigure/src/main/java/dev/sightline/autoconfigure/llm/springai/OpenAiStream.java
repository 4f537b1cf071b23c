package dev.sightline.autoconfigure.llm.springai;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.openai.core.KnownValue;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.TokenUsage;

/**
 * A stream of OpenAI's client that tells the call it belongs to of its chunks.
 */
final class OpenAiStream implements AsyncStreamResponse<ChatCompletionChunk>, PartialAnswer {

	private final AsyncStreamResponse<ChatCompletionChunk> stream;

	private final ModelCall call;

	private volatile long characters;

	private volatile @Nullable ChatCompletionChunk last;

	private volatile @Nullable ChatCompletionChunk reported;

	private volatile ChatCompletionChunk.Choice.@Nullable FinishReason finishReason;

	OpenAiStream(AsyncStreamResponse<ChatCompletionChunk> stream, ModelCall call) {
		this.stream = stream;
		this.call = call;
	}

	@Override
	public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler) {
		this.stream.subscribe(new Observed(handler));
		return this;
	}

	@Override
	public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler,
			Executor executor) {
		this.stream.subscribe(new Observed(handler), executor);
		return this;
	}

	@Override
	public CompletableFuture<Void> onCompleteFuture() {
		return this.stream.onCompleteFuture();
	}

	@Override
	public void close() {
		this.stream.close();
	}

	private void see(ChatCompletionChunk chunk) {
		this.call.chunk();
		this.last = chunk;
		if (!chunk._usage().isMissing() && !chunk._usage().isNull()) {
			this.reported = chunk;
		}
		for (int i = 0; i < chunk.choices().size(); i++) {
			ChatCompletionChunk.Choice choice = chunk.choices().get(i);
			// What asks for the value makes an Optional.
			if (choice.delta()._content() instanceof KnownValue<String> content) {
				this.characters = this.characters + content.value().length();
			}
			if (!choice._finishReason().isMissing() && !choice._finishReason().isNull()) {
				this.finishReason = choice.finishReason().orElse(null);
			}
		}
	}

	@Override
	public TokenUsage usage() {
		ChatCompletionChunk reported = this.reported;
		return (reported != null) ? reported.usage().map(AiUsage.OpenAi::of).orElse(TokenUsage.UNKNOWN)
				: TokenUsage.UNKNOWN;
	}

	@Override
	public long characters() {
		return this.characters;
	}

	@Override
	public @Nullable String model() {
		ChatCompletionChunk last = this.last;
		return (last != null) ? last._model().asString().orElse(null) : null;
	}

	@Override
	public @Nullable String finishReason() {
		ChatCompletionChunk.Choice.FinishReason reason = this.finishReason;
		return (reason != null) ? reason.asString() : null;
	}

	private final class Observed implements Handler<ChatCompletionChunk> {

		private final Handler<? super ChatCompletionChunk> handler;

		Observed(Handler<? super ChatCompletionChunk> handler) {
			this.handler = handler;
		}

		@Override
		public void onNext(ChatCompletionChunk chunk) {
			try {
				see(chunk);
			}
			catch (RuntimeException ex) {
				// What the provider sends may lack anything. The stream goes on.
			}
			this.handler.onNext(chunk);
		}

		@Override
		public void onComplete(Optional<Throwable> error) {
			this.handler.onComplete(error);
		}

	}

}
