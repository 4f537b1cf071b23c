package dev.sightline.autoconfigure.llm;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of a call as its provider reported them. What nobody reported is
 * {@code null}, which is not zero.
 *
 * @param input tokens of the prompt, those from a cache included
 * @param output tokens of the answer, those of reasoning included
 * @param cacheRead input tokens that the provider had in its cache
 * @param cacheWrite input tokens that the provider put into its cache
 * @param reasoning output tokens that were spent on reasoning
 */
public record TokenUsage(@Nullable Long input, @Nullable Long output, @Nullable Long cacheRead,
		@Nullable Long cacheWrite, @Nullable Long reasoning) {

	/**
	 * Nothing is known.
	 */
	public static final TokenUsage UNKNOWN = new TokenUsage(null, null, null, null, null);

	/**
	 * More tokens than that are none of one call, whoever reports them.
	 */
	private static final long ABSURD = 100_000_000;

	/**
	 * Create it. A count that is negative or absurd is taken as unknown.
	 */
	public TokenUsage {
		input = known(input);
		output = known(output);
		cacheRead = known(cacheRead);
		cacheWrite = known(cacheWrite);
		reasoning = known(reasoning);
	}

	private static @Nullable Long known(@Nullable Long count) {
		return (count != null && count >= 0 && count <= ABSURD) ? count : null;
	}

	/**
	 * Whether the tokens that are billed are known at all.
	 */
	public boolean isKnown() {
		return this.input != null || this.output != null;
	}

}
