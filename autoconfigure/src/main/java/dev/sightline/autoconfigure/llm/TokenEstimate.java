package dev.sightline.autoconfigure.llm;

import org.jspecify.annotations.Nullable;

/**
 * Works the tokens of a call out from the lengths of its texts, if nobody reported them
 * and the user wants that.
 */
final class TokenEstimate {

	/**
	 * Characters of a token, as a rule of thumb of the providers for English. Other
	 * languages have fewer.
	 */
	private static final int CHARACTERS = 4;

	private final boolean enabled;

	TokenEstimate(boolean enabled) {
		this.enabled = enabled;
	}

	void apply(ModelCall call) {
		if (this.enabled && call.isUsageMissing() && call.promptCharacters() != null) {
			call.usage(new TokenUsage(tokens(call.promptCharacters()), tokens(call.completionCharacters()), null, null,
					null), true);
		}
	}

	private static @Nullable Long tokens(@Nullable Long characters) {
		return (characters != null) ? (characters + CHARACTERS - 1) / CHARACTERS : null;
	}

}
