package dev.sightline.autoconfigure.llm;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Measures vector stores: how long they take, how much they find and how well it fits.
 */
public final class VectorStoreMeters {

	private final ObjectProvider<MeterRegistry> registry;

	/**
	 * There may be one for each tenant.
	 */
	private final BoundedNames collections = new BoundedNames();

	VectorStoreMeters(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Note that an operation begins.
	 * @param context the context of its observation
	 */
	public void started(VectorStoreOperation operation, Observation.Context context) {
		context.put(VectorStoreOperation.class, operation);
		RagPipeline pipeline = RagPipeline.around(context);
		if (pipeline != null && operation.isQuery()) {
			pipeline.started(RagPipeline.Stage.SEARCH);
		}
	}

	/**
	 * Note that the operation of an observation is over.
	 * @param context the context of its observation
	 * @param error what it failed with, {@code null} if it did not
	 */
	public void ended(Observation.Context context, @Nullable Throwable error) {
		VectorStoreOperation operation = context.get(VectorStoreOperation.class);
		if (operation == null) {
			return;
		}
		long nanos = operation.nanos();
		RagPipeline pipeline = RagPipeline.around(context);
		if (pipeline != null && operation.isQuery()) {
			pipeline.ended(RagPipeline.Stage.SEARCH, nanos - operation.embeddingNanos(), error);
		}
		this.registry.ifAvailable((registry) -> record(registry, operation, nanos, error));
	}

	private void record(MeterRegistry registry, VectorStoreOperation operation, long nanos, @Nullable Throwable error) {
		Tags tags = Tags.of(Retrieval.SYSTEM_NAME.key(), operation.store(), Retrieval.COLLECTION_NAME.key(),
				this.collections.tag(operation.collection()));
		Timer.builder(Retrieval.OPERATION_DURATION.key())
			.description("Time that operations of a vector store take")
			.tags(tags.and(Retrieval.OPERATION_NAME.key(), operation.operation(), GenAi.ERROR_TYPE.key(),
					ErrorType.of(error)))
			.register(registry)
			.record(nanos, TimeUnit.NANOSECONDS);
		if (operation.results() < 0) {
			return;
		}
		DistributionSummary.builder(Retrieval.RESULTS.key())
			.description("Documents that a search found")
			.tags(tags)
			.register(registry)
			.record(operation.results());
		Double topScore = operation.topScore();
		if (topScore != null && Double.isFinite(topScore)) {
			DistributionSummary.builder(Retrieval.TOP_SCORE.key())
				.description("Score of the best document that a search found")
				.tags(tags)
				.register(registry)
				.record(topScore);
		}
		Counter empty = Counter.builder(Retrieval.EMPTY.key())
			.description("Searches that found nothing")
			.tags(tags)
			.register(registry);
		if (operation.results() == 0) {
			empty.increment();
		}
	}

}
