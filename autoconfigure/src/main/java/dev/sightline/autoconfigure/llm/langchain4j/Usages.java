package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What providers report of tokens. Each has a class of its own for what goes beyond two
 * counts, in a module of its own, so that they are read by the names of their methods.
 */
final class Usages {

	private static final String MODELS = "dev.langchain4j.model.";

	private static final Kind OPENAI = new Kind("inputTokensDetails.cachedTokens", null,
			"outputTokensDetails.reasoningTokens", false, false);

	private static final Kind PLAIN = new Kind(null, null, null, false, false);

	/**
	 * Anthropic and Bedrock leave cached tokens out of those of the input, Gemini leaves
	 * thoughts out of those of the output, as their APIs do.
	 */
	private static final Map<String, Kind> KINDS = Map.of(MODELS + "openai.OpenAiTokenUsage", OPENAI,
			MODELS + "openaiofficial.OpenAiOfficialTokenUsage", OPENAI, MODELS + "anthropic.AnthropicTokenUsage",
			new Kind("cacheReadInputTokens", "cacheCreationInputTokens", null, true, false),
			MODELS + "bedrock.BedrockTokenUsage",
			new Kind("cacheReadInputTokens", "cacheWriteInputTokens", null, true, false),
			MODELS + "googleai.GoogleAiGeminiTokenUsage",
			new Kind("cachedContentTokenCount", null, "thoughtsTokenCount", false, true));

	private Usages() {
	}

	/**
	 * The classes whose methods are called by name.
	 */
	static Set<String> types() {
		return KINDS.keySet();
	}

	/**
	 * What a provider reported, the same for all: input with what was cached, output with
	 * what was thought.
	 */
	static dev.sightline.autoconfigure.llm.TokenUsage of(@Nullable TokenUsage usage) {
		if (usage == null) {
			return dev.sightline.autoconfigure.llm.TokenUsage.UNKNOWN;
		}
		Kind kind = KINDS.getOrDefault(usage.getClass().getName(), PLAIN);
		Long read = count(usage, kind.cacheRead());
		Long write = count(usage, kind.cacheWrite());
		Long reasoning = count(usage, kind.reasoning());
		Long input = asLong(usage.inputTokenCount());
		Long output = asLong(usage.outputTokenCount());
		if (kind.cacheApart()) {
			input = sum(sum(input, read), write);
		}
		if (kind.reasoningApart()) {
			output = sum(output, reasoning);
		}
		return new dev.sightline.autoconfigure.llm.TokenUsage(input, output, read, write, reasoning);
	}

	private static @Nullable Long sum(@Nullable Long count, @Nullable Long more) {
		return (count != null && more != null && count >= 0 && more > 0) ? Long.valueOf(count + more) : count;
	}

	private static @Nullable Long count(Object usage, @Nullable String path) {
		Object value = usage;
		if (path == null) {
			return null;
		}
		for (String name : path.split("\\.")) {
			Method method = (value != null) ? ClassUtils.getMethodIfAvailable(value.getClass(), name) : null;
			value = (method != null) ? ReflectionUtils.invokeMethod(method, value) : null;
		}
		return asLong(value);
	}

	private static @Nullable Long asLong(@Nullable Object count) {
		return (count instanceof Number number) ? Long.valueOf(number.longValue()) : null;
	}

	/**
	 * How one provider reports.
	 *
	 * @param cacheRead the method for tokens that were in the cache
	 * @param cacheWrite the method for tokens that went into it
	 * @param reasoning the method for tokens of reasoning
	 * @param cacheApart whether both are left out of the input
	 * @param reasoningApart whether those are left out of the output
	 */
	private record Kind(@Nullable String cacheRead, @Nullable String cacheWrite, @Nullable String reasoning,
			boolean cacheApart, boolean reasoningApart) {

	}

}
