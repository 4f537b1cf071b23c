package dev.sightline.autoconfigure.llm.springai;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.testing.Allocations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a chunk of a stream costs that Sightline looks at.
 */
class StreamAllocationTests {

	private final ChatCompletionChunk chunk = ChatCompletionChunk.builder()
		.id("id")
		.created(1)
		.model("m-1")
		.choices(List.of(ChatCompletionChunk.Choice.builder()
			.index(0)
			.finishReason(Optional.empty())
			.delta(ChatCompletionChunk.Choice.Delta.builder().content("word ").build())
			.build()))
		.build();

	private final ChatResponse response = new ChatResponse(List.of(new Generation(new AssistantMessage("word "))));

	private long seen;

	@Test
	void shouldAllocateNothingForAChunkOfOpenAi() {
		assertThat(Allocations.perItem((count) -> {
			OpenAiStream stream = new OpenAiStream(new Chunks(count), call());
			stream.subscribe((chunk) -> this.seen++);
			assertThat(stream.characters()).isEqualTo(5L * count);
		})).isLessThan(1);
		assertThat(this.seen).isPositive();
	}

	@Test
	void shouldAllocateNothingForAChunkThatAnAdvisorSees() {
		assertThat(Allocations.perItem((count) -> {
			StreamProbe probe = new StreamProbe();
			probe.attach(call());
			for (int i = 0; i < count; i++) {
				probe.see(this.response);
			}
			assertThat(probe.characters()).isEqualTo(5L * count);
		})).isLessThan(1);
	}

	private static ModelCall call() {
		return new ModelCall(new Observation.Context(), "chat", "openai", "m", true);
	}

	/**
	 * The same chunk again and again.
	 */
	private final class Chunks implements AsyncStreamResponse<ChatCompletionChunk> {

		private final int count;

		Chunks(int count) {
			this.count = count;
		}

		@Override
		public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler) {
			for (int i = 0; i < this.count; i++) {
				handler.onNext(StreamAllocationTests.this.chunk);
			}
			return this;
		}

		@Override
		public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler,
				Executor executor) {
			return subscribe(handler);
		}

		@Override
		public CompletableFuture<Void> onCompleteFuture() {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void close() {
			// There is nothing to close.
		}

	}

}
