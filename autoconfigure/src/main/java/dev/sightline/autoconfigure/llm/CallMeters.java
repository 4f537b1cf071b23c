package dev.sightline.autoconfigure.llm;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * The meters of calls that have all tags in common but that of their error. Each is made
 * when it is needed first, so that there is none that never moves.
 */
final class CallMeters {

	private static final int ERROR_TYPES = 30;

	private static final int FINISH_REASONS = 20;

	private final MeterRegistry registry;

	private final Tags tags;

	/**
	 * Under the name of this meter a library may have one of another type.
	 */
	private final boolean tokenUsage;

	private final boolean estimates;

	private final BoundedMap<String, Timer> durations = new BoundedMap<>(ERROR_TYPES, BoundedMap.OTHER);

	private final BoundedMap<String, Counter> finishReasons = new BoundedMap<>(FINISH_REASONS, BoundedMap.OTHER);

	CallMeters(MeterRegistry registry, CallTags tags, LlmProperties properties) {
		this.registry = registry;
		this.tags = tags.tags();
		this.tokenUsage = !properties.isLibraryMeters();
		this.estimates = properties.isEstimateTokens();
	}

	void record(ModelCall call) {
		Objects.requireNonNull(this.durations.get(ErrorType.of(call.error()), this::duration))
			.record(call.duration(), TimeUnit.NANOSECONDS);
		if (call.chunks() > 0) {
			timer(GenAi.TIME_TO_FIRST_CHUNK, "Streams of models until their first chunk", Tags.empty())
				.record(call.timeToFirstChunk(), TimeUnit.NANOSECONDS);
		}
		TokenUsage usage = call.usage();
		tokens("input", usage.input(), call.estimated());
		tokens("output", usage.output(), call.estimated());
		details("cache_read", usage.cacheRead());
		details("cache_write", usage.cacheWrite());
		details("reasoning", usage.reasoning());
		if (call.isUsageMissing()) {
			counter(GenAi.USAGE_MISSING, "Calls of models whose tokens nobody reported", Tags.empty()).increment();
		}
		if (call.retries() > 0) {
			counter(GenAi.RETRIES, "Requests that a library sent once more for the same call of a model", Tags.empty())
				.increment(call.retries());
		}
		call.finishReasons()
			.forEach(
					(reason) -> Objects.requireNonNull(this.finishReasons.get(reason, this::finishReason)).increment());
	}

	private Timer duration(String errorType) {
		return timer(GenAi.OPERATION_DURATION, "Calls of models", Tags.of(GenAi.ERROR_TYPE.key(), errorType));
	}

	private Counter finishReason(String reason) {
		return counter(GenAi.FINISH_REASONS, "Reasons why models stopped, one for each choice",
				Tags.of(GenAi.FINISH_REASON.key(), reason));
	}

	/**
	 * Record the times from each chunk to the next. A registry that looks for exemplars
	 * asks for the current span each time.
	 */
	void recordChunks(ModelCall call) {
		Timer timer = timer(GenAi.TIME_PER_OUTPUT_CHUNK, "Chunks of the streams of models after the first",
				Tags.empty());
		call.chunkTimes((nanos) -> timer.record(nanos, TimeUnit.NANOSECONDS));
	}

	private void tokens(String type, @Nullable Long tokens, boolean estimated) {
		if (tokens != null && this.tokenUsage) {
			Tags tags = this.tags.and(GenAi.TOKEN_TYPE.key(), type);
			DistributionSummary.builder(GenAi.TOKEN_USAGE.key())
				.description("Tokens of calls of models")
				.tags(this.estimates ? tags.and(GenAi.ESTIMATED.key(), Boolean.toString(estimated)) : tags)
				.register(this.registry)
				.record(tokens);
		}
	}

	private void details(String detail, @Nullable Long tokens) {
		if (tokens != null && tokens > 0) {
			counter(GenAi.TOKEN_DETAILS, "Tokens that are a part of those that were used",
					Tags.of(GenAi.TOKEN_DETAIL.key(), detail))
				.increment(tokens);
		}
	}

	private Timer timer(GenAi name, String description, Tags more) {
		return Timer.builder(name.key()).description(description).tags(this.tags.and(more)).register(this.registry);
	}

	private Counter counter(GenAi name, String description, Tags more) {
		return Counter.builder(name.key()).description(description).tags(this.tags.and(more)).register(this.registry);
	}

}
