package dev.sightline.autoconfigure.llm.springai;

import com.openai.models.completions.CompletionUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;

import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.llm.TokenUsage;

/**
 * Reads the tokens that Spring AI reports. It says zero where nobody knows.
 */
final class AiUsage {

	private static final boolean OPENAI = ClassUtils.isPresent("com.openai.models.completions.CompletionUsage",
			AiUsage.class.getClassLoader());

	private AiUsage() {
	}

	/**
	 * Whether anybody reported something.
	 */
	static boolean isReported(@Nullable Usage usage) {
		return usage != null && (value(usage.getPromptTokens()) != 0 || value(usage.getCompletionTokens()) != 0);
	}

	/**
	 * The tokens of a call.
	 * @param provider the provider in the words of the conventions
	 * @param usage what it reported
	 * @param generates whether an answer has tokens of its own, which that of an
	 * embedding has not
	 */
	static TokenUsage of(String provider, @Nullable Usage usage, boolean generates) {
		if (usage == null || !isReported(usage)) {
			return TokenUsage.UNKNOWN;
		}
		Long read = usage.getCacheReadInputTokens();
		Long write = usage.getCacheWriteInputTokens();
		long input = value(usage.getPromptTokens());
		if (AiProviders.isInputWithoutCache(provider) && input >= 0) {
			input += ((read != null) ? read : 0) + ((write != null) ? write : 0);
		}
		Long output = generates ? value(usage.getCompletionTokens()) : null;
		return new TokenUsage(input, output, read, write, OPENAI ? OpenAi.reasoning(usage) : null);
	}

	private static long value(@Nullable Integer tokens) {
		return (tokens != null) ? tokens : 0;
	}

	/**
	 * What needs the client of OpenAI, which may be absent.
	 */
	static final class OpenAi {

		private OpenAi() {
		}

		static @Nullable Long reasoning(Usage usage) {
			return (usage.getNativeUsage() instanceof CompletionUsage completion) ? reasoning(completion) : null;
		}

		private static @Nullable Long reasoning(CompletionUsage usage) {
			return usage.completionTokensDetails()
				.flatMap(CompletionUsage.CompletionTokensDetails::reasoningTokens)
				.orElse(null);
		}

		static TokenUsage of(CompletionUsage usage) {
			Long cached = usage.promptTokensDetails()
				.flatMap(CompletionUsage.PromptTokensDetails::cachedTokens)
				.orElse(null);
			return new TokenUsage(usage.promptTokens(), usage.completionTokens(), cached, null, reasoning(usage));
		}

	}

}
