package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.Map;
import java.util.Set;

import dev.langchain4j.model.ModelProvider;
import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The names of providers in OpenTelemetry's conventions, and those of others in the same
 * style.
 */
final class Providers {

	private static final Map<String, String> BY_NAME = Map.ofEntries(Map.entry("ANTHROPIC", "anthropic"),
			Map.entry("AMAZON_BEDROCK", "aws.bedrock"), Map.entry("GITHUB_MODELS", "azure.ai.inference"),
			Map.entry("AZURE_OPEN_AI", "azure.ai.openai"), Map.entry("MICROSOFT_FOUNDRY", "azure.ai.openai"),
			Map.entry("GOOGLE_AI_GEMINI", "gcp.gemini"), Map.entry("GOOGLE_GENAI", "gcp.gen_ai"),
			Map.entry("GOOGLE_VERTEX_AI_GEMINI", "gcp.vertex_ai"),
			Map.entry("GOOGLE_VERTEX_AI_ANTHROPIC", "gcp.vertex_ai"), Map.entry("MISTRAL_AI", "mistral_ai"),
			Map.entry("OLLAMA", "ollama"), Map.entry("OPEN_AI", "openai"), Map.entry("WATSONX", "ibm.watsonx.ai"),
			Map.entry("COHERE", "cohere"), Map.entry("VOYAGE_AI", "voyage_ai"), Map.entry("JINA", "jina"));

	/**
	 * By what follows {@code dev.langchain4j.model.} in the name of a package, since some
	 * kinds of models do not tell their provider.
	 */
	private static final Map<String, String> BY_PACKAGE = Map.ofEntries(Map.entry("anthropic", "anthropic"),
			Map.entry("bedrock", "aws.bedrock"), Map.entry("github", "azure.ai.inference"),
			Map.entry("azure", "azure.ai.openai"), Map.entry("googleai", "gcp.gemini"),
			Map.entry("google", "gcp.gen_ai"), Map.entry("vertexai", "gcp.vertex_ai"),
			Map.entry("mistralai", "mistral_ai"), Map.entry("ollama", "ollama"), Map.entry("openai", "openai"),
			Map.entry("openaiofficial", "openai"), Map.entry("watsonx", "ibm.watsonx.ai"),
			Map.entry("cohere", "cohere"), Map.entry("voyageai", "voyage_ai"), Map.entry("jina", "jina"),
			Map.entry("localai", "localai"), Map.entry("huggingface", "huggingface"));

	private static final String MODELS = "dev.langchain4j.model.";

	private static final String ONNX = MODELS + "embedding.onnx.";

	/**
	 * Packages of what all providers have in common, such as base classes of models.
	 */
	private static final Set<String> COMMON = Set.of("audio", "chat", "embedding", "image", "language", "moderation",
			"scoring");

	private Providers() {
	}

	/**
	 * The provider of a model.
	 * @param provider what the model says
	 * @param model the model
	 * @return its name, {@code none} if it is not known
	 */
	static String name(@Nullable ModelProvider provider, Object model) {
		// By name, since each version of the library has more of them.
		String name = (provider != null) ? BY_NAME.get(provider.name()) : null;
		return (name != null) ? name : name(model);
	}

	/**
	 * The provider of a model that does not say it.
	 */
	static String name(Object model) {
		for (Class<?> type = model.getClass(); type != null; type = type.getSuperclass()) {
			String name = type.getName();
			if (name.startsWith(ONNX)) {
				return "onnx";
			}
			int end = name.indexOf('.', MODELS.length());
			String provider = (name.startsWith(MODELS) && end > 0) ? name.substring(MODELS.length(), end) : null;
			if (provider != null && !COMMON.contains(provider)) {
				return BY_PACKAGE.getOrDefault(provider, provider);
			}
		}
		return KeyValue.NONE_VALUE;
	}

}
