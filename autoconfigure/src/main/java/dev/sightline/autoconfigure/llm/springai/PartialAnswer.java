package dev.sightline.autoconfigure.llm.springai;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.TokenUsage;

/**
 * What was seen of a stream so far. It is kept in the context of the observation, since
 * Spring AI knows of an answer only when it is complete, and then without the details of
 * its tokens.
 */
interface PartialAnswer {

	/**
	 * The tokens that were reported last.
	 */
	TokenUsage usage();

	/**
	 * The characters that came.
	 */
	long characters();

	/**
	 * The model that answers, {@code null} if it did not tell.
	 */
	@Nullable String model();

	/**
	 * Why it stopped, {@code null} if it did not tell.
	 */
	@Nullable String finishReason();

}
