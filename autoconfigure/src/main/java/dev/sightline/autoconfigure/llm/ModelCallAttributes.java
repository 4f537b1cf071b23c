package dev.sightline.autoconfigure.llm;

import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is known of a call onto its observation, for the span. What is there already,
 * from a convention of the user, stays.
 */
final class ModelCallAttributes {

	private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

	void write(Observation.Context context, ModelCall call) {
		put(context, GenAi.OPERATION_NAME, call.operation());
		put(context, GenAi.PROVIDER_NAME, call.provider());
		put(context, GenAi.REQUEST_MODEL, call.requestModel());
		put(context, GenAi.RESPONSE_MODEL, call.responseModel());
		if (call.streaming()) {
			put(context, GenAi.REQUEST_STREAM, true);
			put(context, GenAi.CHUNKS, call.chunks());
			if (call.chunks() > 0) {
				put(context, GenAi.RESPONSE_TIME_TO_FIRST_CHUNK, call.timeToFirstChunk() / SECOND);
			}
		}
		if (!call.finishReasons().isEmpty()) {
			put(context, GenAi.RESPONSE_FINISH_REASONS, String.join(",", call.finishReasons()));
		}
		if (call.error() != null) {
			put(context, GenAi.ERROR_TYPE, ErrorType.of(call.error()));
		}
		if (call.retries() > 0) {
			put(context, GenAi.RETRY_COUNT, call.retries());
		}
		put(context, GenAi.PROMPT_CHARACTERS, call.promptCharacters());
		put(context, GenAi.COMPLETION_CHARACTERS, call.completionCharacters());
		put(context, GenAi.AUDIO_SECONDS, call.audioSeconds());
		usage(context, call);
		Cost cost = call.cost();
		if (cost != null) {
			put(context, GenAi.USAGE_COST_AMOUNT, cost.amount().toPlainString());
			put(context, GenAi.USAGE_COST_CURRENCY, cost.currency());
			put(context, GenAi.USAGE_COST_SOURCE, cost.source());
		}
	}

	private static void usage(Observation.Context context, ModelCall call) {
		TokenUsage usage = call.usage();
		put(context, GenAi.USAGE_INPUT_TOKENS, usage.input());
		put(context, GenAi.USAGE_OUTPUT_TOKENS, usage.output());
		put(context, GenAi.USAGE_CACHE_READ_TOKENS, usage.cacheRead());
		put(context, GenAi.USAGE_CACHE_WRITE_TOKENS, usage.cacheWrite());
		put(context, GenAi.USAGE_REASONING_TOKENS, usage.reasoning());
		if (call.estimated()) {
			put(context, GenAi.USAGE_ESTIMATED, true);
		}
	}

	private static void put(Observation.Context context, GenAi name, @Nullable Object value) {
		String key = name.key();
		if (value != null && context.getLowCardinalityKeyValue(key) == null
				&& context.getHighCardinalityKeyValue(key) == null) {
			context.addHighCardinalityKeyValue(KeyValue.of(key, String.valueOf(value)));
		}
	}

}
