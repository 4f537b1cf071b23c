package dev.sightline.autoconfigure.llm.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.TokenUsage;

/**
 * Sees the chunks of a stream where an advisor sees them, for models whose client tells
 * of none.
 */
final class StreamProbe implements PartialAnswer {

	private volatile @Nullable ModelCall call;

	private volatile boolean claimed;

	private volatile long characters;

	private volatile @Nullable Usage reported;

	private volatile @Nullable ChatResponse last;

	private volatile @Nullable String finishReason;

	/**
	 * Tell the probe whose chunks it will see.
	 */
	void attach(ModelCall call) {
		this.call = call;
		// Between the model and its advisors is a queue.
		call.hold();
	}

	/**
	 * There will be no more chunks.
	 */
	void end() {
		ModelCall call = this.call;
		if (call != null) {
			call.release();
		}
	}

	void see(@Nullable ChatResponse response) {
		ModelCall call = this.call;
		if (response == null || call == null || !(this.claimed || call.claimChunks())) {
			return;
		}
		this.claimed = true;
		call.chunk();
		try {
			read(response);
		}
		catch (RuntimeException ex) {
			// What the provider sends may lack anything. The stream goes on.
		}
	}

	private void read(ChatResponse response) {
		this.last = response;
		ChatResponseMetadata metadata = response.getMetadata();
		if (AiUsage.isReported(metadata.getUsage())) {
			this.reported = metadata.getUsage();
		}
		Generation generation = response.getResult();
		if (generation != null) {
			String text = generation.getOutput().getText();
			this.characters = this.characters + ((text != null) ? text.length() : 0);
			ChatGenerationMetadata end = generation.getMetadata();
			if (StringUtils.hasText(end.getFinishReason())) {
				this.finishReason = end.getFinishReason();
			}
		}
	}

	@Override
	public TokenUsage usage() {
		ModelCall call = this.call;
		return (call != null) ? AiUsage.of(call.provider(), this.reported, true) : TokenUsage.UNKNOWN;
	}

	@Override
	public long characters() {
		return this.characters;
	}

	@Override
	public @Nullable String model() {
		ChatResponse last = this.last;
		return (last != null) ? last.getMetadata().getModel() : null;
	}

	@Override
	public @Nullable String finishReason() {
		return this.finishReason;
	}

}
