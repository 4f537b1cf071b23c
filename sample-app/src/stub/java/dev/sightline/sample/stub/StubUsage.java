package dev.sightline.sample.stub;

import tools.jackson.databind.node.ObjectNode;

/**
 * The simulated tokens of an answer.
 *
 * @param input those of the prompt
 * @param output those of the answer
 * @param cached those of the prompt that were in the cache
 * @param reasoning those of the answer that are for reasoning
 */
record StubUsage(long input, long output, long cached, long reasoning) {

	/**
	 * What the model's name says, else a token for each word.
	 */
	static StubUsage of(StubRequest request, int promptWords, int answerWords) {
		String fixed = request.argument("usage-");
		if (fixed == null) {
			return new StubUsage(promptWords, answerWords, 0, 0);
		}
		String[] counts = fixed.split("-");
		return new StubUsage(count(counts, 0), count(counts, 1), count(counts, 2), count(counts, 3));
	}

	private static long count(String[] counts, int index) {
		return (index < counts.length) ? Long.parseLong(counts[index].replace('n', '-')) : 0;
	}

	ObjectNode toJson() {
		ObjectNode json = StubRequest.JSON.createObjectNode();
		json.put("prompt_tokens", this.input);
		json.put("completion_tokens", this.output);
		json.put("total_tokens", this.input + this.output);
		json.putObject("prompt_tokens_details").put("cached_tokens", this.cached);
		json.putObject("completion_tokens_details").put("reasoning_tokens", this.reasoning);
		return json;
	}

}
