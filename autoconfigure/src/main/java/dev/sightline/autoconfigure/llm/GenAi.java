package dev.sightline.autoconfigure.llm;

/**
 * The names of all that is told of calls of models: those of OpenTelemetry's conventions
 * for generative AI where these have one. They are still in development, so no other
 * class holds one as text.
 *
 * @see <a href= "https://github.com/open-telemetry/semantic-conventions-genai">Semantic
 * conventions for generative AI</a>
 */
public enum GenAi {

	// Meters of the conventions

	/**
	 * Timer of calls.
	 */
	OPERATION_DURATION("gen_ai.client.operation.duration"),

	/**
	 * Summary of the tokens of calls that are billed, by {@link #TOKEN_TYPE}.
	 */
	TOKEN_USAGE("gen_ai.client.token.usage"),

	/**
	 * Timer of streams until their first chunk.
	 */
	TIME_TO_FIRST_CHUNK("gen_ai.client.operation.time_to_first_chunk"),

	/**
	 * Timer of the chunks of streams after the first, from one to the next.
	 */
	TIME_PER_OUTPUT_CHUNK("gen_ai.client.operation.time_per_output_chunk"),

	/**
	 * Timer of tools that models call.
	 */
	EXECUTE_TOOL_DURATION("gen_ai.execute_tool.duration"),

	// Meters of ours

	/**
	 * Counter of tokens that are a part of those of {@link #TOKEN_USAGE}, by
	 * {@link #TOKEN_DETAIL}.
	 */
	TOKEN_DETAILS("gen_ai.client.token.details"),

	/**
	 * Gauge of calls that are under way.
	 */
	OPERATIONS_ACTIVE("gen_ai.client.operations.active"),

	/**
	 * Counter of the reasons why models stopped, by {@link #FINISH_REASON}.
	 */
	FINISH_REASONS("gen_ai.client.finish.reasons"),

	/**
	 * Counter of requests that a library sent once more for the same call.
	 */
	RETRIES("gen_ai.client.retries"),

	/**
	 * Counter of calls whose tokens nobody reported.
	 */
	USAGE_MISSING("gen_ai.client.usage.missing"),

	/**
	 * Counter of calls that failed and were followed by one of another provider or model.
	 */
	FALLBACKS("gen_ai.client.fallbacks"),

	/**
	 * Timer of how long the audio lasts that was made or heard.
	 */
	AUDIO_DURATION("gen_ai.client.audio.duration"),

	/**
	 * Summary of how long calls take for a second of audio.
	 */
	AUDIO_REALTIME_FACTOR("gen_ai.client.audio.realtime_factor"),

	/**
	 * Counter of calls whose audio is of a length that nobody knows.
	 */
	AUDIO_UNKNOWN("gen_ai.client.audio.unknown"),

	/**
	 * Counter of characters that were turned into speech.
	 */
	SPEECH_CHARACTERS("gen_ai.client.speech.characters"),

	/**
	 * Counter of money, by currency.
	 */
	COST("gen_ai.client.cost"),

	/**
	 * Counter of calls whose cost is not known, by {@link #REASON}.
	 */
	COST_UNKNOWN("gen_ai.client.cost.unknown"),

	/**
	 * Gauge of models that were called and whose price is not known.
	 */
	UNPRICED_MODELS("gen_ai.client.unpriced.models"),

	/**
	 * Gauge of money that is spent of a budget in its current period.
	 */
	BUDGET_SPENT("gen_ai.client.budget.spent"),

	/**
	 * Gauge of money that remains of a budget in its current period.
	 */
	BUDGET_REMAINING("gen_ai.client.budget.remaining"),

	/**
	 * Gauge of money that a budget has for a period.
	 */
	BUDGET_LIMIT("gen_ai.client.budget.limit"),

	/**
	 * Gauge that is 1 while budgets are shared with other processes, else 0.
	 */
	BUDGET_STORE_UP("gen_ai.client.budget.store.up"),

	// Observations

	/**
	 * The observation of a call: that of Spring AI, and of anyone who makes one.
	 */
	OPERATION("gen_ai.client.operation"),

	/**
	 * The event of such an observation that tells of a chunk.
	 */
	CHUNK("gen_ai.client.chunk"),

	// Tags, which are attributes of spans too

	/**
	 * What is asked for, such as {@code chat}.
	 */
	OPERATION_NAME("gen_ai.operation.name"),

	/**
	 * Who is asked, such as {@code openai}.
	 */
	PROVIDER_NAME("gen_ai.provider.name"),

	/**
	 * The model that is asked for.
	 */
	REQUEST_MODEL("gen_ai.request.model"),

	/**
	 * The model that answered.
	 */
	RESPONSE_MODEL("gen_ai.response.model"),

	/**
	 * Status of HTTP, {@code timeout} or class of the exception.
	 */
	ERROR_TYPE("error.type"),

	/**
	 * Of {@link #TOKEN_USAGE}: {@code input} or {@code output}.
	 */
	TOKEN_TYPE("gen_ai.token.type"),

	/**
	 * Of {@link #TOKEN_DETAILS}: {@code cache_read}, {@code cache_write} or
	 * {@code reasoning}.
	 */
	TOKEN_DETAIL("gen_ai.token.detail"),

	/**
	 * Of {@link #FINISH_REASONS}: why the model stopped.
	 */
	FINISH_REASON("gen_ai.response.finish_reason"),

	/**
	 * Whether tokens were worked out from texts.
	 */
	ESTIMATED("estimated"),

	/**
	 * Of {@link #FALLBACKS}: provider and model that failed.
	 */
	FROM("from"),

	/**
	 * Of {@link #FALLBACKS}: provider and model that were tried next.
	 */
	TO("to"),

	/**
	 * Of {@link #FALLBACKS}: the {@link #ERROR_TYPE} of the call that failed. Of
	 * {@link #COST_UNKNOWN}: {@code price}, {@code usage} or {@code failed}.
	 */
	REASON("reason"),

	/**
	 * The currency of {@link #COST}.
	 */
	CURRENCY("currency"),

	/**
	 * The name of a budget.
	 */
	BUDGET("budget"),

	/**
	 * The value of a budget's attribute, such as a tenant.
	 */
	BUDGET_VALUE("budget.value"),

	/**
	 * The name of a tool.
	 */
	TOOL_NAME("gen_ai.tool.name"),

	/**
	 * The type of a tool, such as {@code function}.
	 */
	TOOL_TYPE("gen_ai.tool.type"),

	// Attributes of spans

	/**
	 * Whether the answer comes in chunks.
	 */
	REQUEST_STREAM("gen_ai.request.stream", Type.BOOLEAN),

	/**
	 * Most tokens of the answer.
	 */
	REQUEST_MAX_TOKENS("gen_ai.request.max_tokens", Type.LONG),

	/**
	 * Temperature.
	 */
	REQUEST_TEMPERATURE("gen_ai.request.temperature", Type.DOUBLE),

	/**
	 * Nucleus sampling.
	 */
	REQUEST_TOP_P("gen_ai.request.top_p", Type.DOUBLE),

	/**
	 * Top-k sampling.
	 */
	REQUEST_TOP_K("gen_ai.request.top_k", Type.DOUBLE),

	/**
	 * Frequency penalty.
	 */
	REQUEST_FREQUENCY_PENALTY("gen_ai.request.frequency_penalty", Type.DOUBLE),

	/**
	 * Presence penalty.
	 */
	REQUEST_PRESENCE_PENALTY("gen_ai.request.presence_penalty", Type.DOUBLE),

	/**
	 * Dimensions of an embedding.
	 */
	EMBEDDINGS_DIMENSION_COUNT("gen_ai.embeddings.dimension.count", Type.LONG),

	/**
	 * Id of the answer.
	 */
	RESPONSE_ID("gen_ai.response.id"),

	/**
	 * Why the model stopped, a list.
	 */
	RESPONSE_FINISH_REASONS("gen_ai.response.finish_reasons", Type.LIST),

	/**
	 * Seconds until the first chunk.
	 */
	RESPONSE_TIME_TO_FIRST_CHUNK("gen_ai.response.time_to_first_chunk", Type.DOUBLE),

	/**
	 * Tokens of the prompt.
	 */
	USAGE_INPUT_TOKENS("gen_ai.usage.input_tokens", Type.LONG),

	/**
	 * Tokens of the answer.
	 */
	USAGE_OUTPUT_TOKENS("gen_ai.usage.output_tokens", Type.LONG),

	/**
	 * Tokens that the provider had in its cache.
	 */
	USAGE_CACHE_READ_TOKENS("gen_ai.usage.cache_read.input_tokens", Type.LONG),

	/**
	 * Tokens that the provider put into its cache.
	 */
	USAGE_CACHE_WRITE_TOKENS("gen_ai.usage.cache_creation.input_tokens", Type.LONG),

	/**
	 * Tokens that were spent on reasoning.
	 */
	USAGE_REASONING_TOKENS("gen_ai.usage.reasoning.output_tokens", Type.LONG),

	/**
	 * What the call cost.
	 */
	USAGE_COST_AMOUNT("gen_ai.usage.cost.amount", Type.DOUBLE),

	/**
	 * Currency of the cost.
	 */
	USAGE_COST_CURRENCY("gen_ai.usage.cost.currency"),

	/**
	 * Who worked the cost out.
	 */
	USAGE_COST_SOURCE("gen_ai.usage.cost.source"),

	/**
	 * Whether the tokens were worked out from texts.
	 */
	USAGE_ESTIMATED("sightline.llm.usage.estimated", Type.BOOLEAN),

	/**
	 * Length of the prompt.
	 */
	PROMPT_CHARACTERS("sightline.llm.prompt.characters", Type.LONG),

	/**
	 * Length of the answer.
	 */
	COMPLETION_CHARACTERS("sightline.llm.completion.characters", Type.LONG),

	/**
	 * Chunks of a stream.
	 */
	CHUNKS("sightline.llm.chunks", Type.LONG),

	/**
	 * Seconds of audio that were made or heard.
	 */
	AUDIO_SECONDS("sightline.llm.audio.seconds", Type.DOUBLE),

	/**
	 * Id of the call of a tool.
	 */
	TOOL_CALL_ID("gen_ai.tool.call.id"),

	/**
	 * Requests that a library sent once more.
	 */
	RETRY_COUNT("sightline.llm.retries", Type.LONG),

	// Content, off by default

	/**
	 * The prompt.
	 */
	INPUT_MESSAGES("gen_ai.input.messages"),

	/**
	 * The answer.
	 */
	OUTPUT_MESSAGES("gen_ai.output.messages"),

	/**
	 * What goes into a tool.
	 */
	TOOL_CALL_ARGUMENTS("gen_ai.tool.call.arguments"),

	/**
	 * What comes out of a tool.
	 */
	TOOL_CALL_RESULT("gen_ai.tool.call.result");

	/**
	 * How the names of the conventions for clients begin.
	 */
	static final String PREFIX = "gen_ai.client.";

	private final String key;

	private final Type type;

	GenAi(String key) {
		this(key, Type.TEXT);
	}

	GenAi(String key, Type type) {
		this.key = key;
		this.type = type;
	}

	/**
	 * The name as it leaves the process.
	 */
	public String key() {
		return this.key;
	}

	/**
	 * What the value of an attribute is on a span.
	 */
	Type type() {
		return this.type;
	}

	/**
	 * The kinds of values.
	 */
	enum Type {

		TEXT, LONG, DOUBLE, BOOLEAN, LIST

	}

}
