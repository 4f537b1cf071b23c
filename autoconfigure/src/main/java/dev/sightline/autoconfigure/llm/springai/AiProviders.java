package dev.sightline.autoconfigure.llm.springai;

/**
 * The names of the conventions for what Spring AI calls the providers.
 */
final class AiProviders {

	private AiProviders() {
	}

	static String of(String provider) {
		return switch (provider) {
			case "bedrock_converse" -> "aws.bedrock";
			case "google_genai" -> "gcp.gen_ai";
			case "vertex_ai" -> "gcp.vertex_ai";
			default -> provider;
		};
	}

	/**
	 * Whether what the provider reports as tokens of the prompt lacks those from its
	 * cache and those that went into it. Claude does so, wherever it runs.
	 */
	static boolean isInputWithoutCache(String provider) {
		return provider.equals("anthropic") || provider.equals("aws.bedrock");
	}

}
