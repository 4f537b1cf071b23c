package dev.sightline.autoconfigure.llm;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.llm.RagPipeline.Stage;

/**
 * Measures retrieval and generation as a whole, and its stages: what happens inside the
 * observation of a pipeline, on whatever thread.
 */
public final class RagPipelines implements ModelCallListener {

	private final ObjectProvider<MeterRegistry> registry;

	/**
	 * Whoever makes an observation may make them up.
	 */
	private final BoundedNames names = new BoundedNames();

	RagPipelines(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Note that a pipeline begins.
	 * @param context the context of its observation
	 * @param name its name, {@code null} if it has none
	 */
	public void started(Observation.Context context, @Nullable String name) {
		context.put(RagPipeline.class, new RagPipeline(this.names.tag(name), this::recordStages));
	}

	/**
	 * Note that the pipeline of an observation is over.
	 * @param context the context of its observation
	 * @param error what it failed with, {@code null} if it did not
	 */
	public void ended(Observation.Context context, @Nullable Throwable error) {
		RagPipeline pipeline = context.get(RagPipeline.class);
		if (pipeline != null) {
			this.registry.ifAvailable((registry) -> Timer.builder(Retrieval.PIPELINE_DURATION.key())
				.description("Time that retrieval and generation take together")
				.tag(Retrieval.PIPELINE_NAME.key(), pipeline.name())
				.tag(GenAi.ERROR_TYPE.key(), ErrorType.of(error))
				.register(registry)
				.record(pipeline.nanos(), TimeUnit.NANOSECONDS));
			pipeline.ended();
		}
	}

	private void recordStages(RagPipeline pipeline) {
		this.registry.ifAvailable((registry) -> pipeline.times()
			.forEach((stage, time) -> Timer.builder(Retrieval.STAGE_DURATION.key())
				.description("Time that a stage of retrieval and generation takes")
				.tag(Retrieval.PIPELINE_NAME.key(), pipeline.name())
				.tag(Retrieval.STAGE.key(), stage.tag())
				.tag(GenAi.ERROR_TYPE.key(), ErrorType.of(time.error()))
				.register(registry)
				.record(time.nanos(), TimeUnit.NANOSECONDS)));
	}

	@Override
	public void started(ModelCall call) {
		Stage stage = stage(call);
		RagPipeline pipeline = (stage != null) ? RagPipeline.around(call.context()) : null;
		if (stage != null && pipeline != null) {
			pipeline.started(stage);
		}
	}

	@Override
	public void ended(ModelCall call) {
		Stage stage = stage(call);
		if (stage == null) {
			return;
		}
		if (stage == Stage.EMBED) {
			VectorStoreOperation search = RagPipeline.around(call.context(), VectorStoreOperation.class);
			if (search != null) {
				search.embedded(call.duration());
			}
		}
		RagPipeline pipeline = RagPipeline.around(call.context());
		if (pipeline != null) {
			pipeline.ended(stage, call.duration(), call.error());
		}
	}

	private static @Nullable Stage stage(ModelCall call) {
		return switch (call.operation()) {
			case "embeddings" -> Stage.EMBED;
			case "chat", "generate_content", "text_completion" -> Stage.GENERATE;
			default -> null;
		};
	}

}
