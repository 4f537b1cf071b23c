package dev.sightline.autoconfigure.llm;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What counts as which stage of a pipeline, and when it is told.
 */
class RagPipelinesTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ObjectProvider<MeterRegistry> provider = provider();

	private final RagPipelines pipelines = new RagPipelines(this.provider);

	private final VectorStoreMeters stores = new VectorStoreMeters(this.provider);

	@Test
	void shouldTakeEmbeddingsOutOfSearches() {
		Observation.Context pipeline = new Observation.Context();
		this.pipelines.started(pipeline, "articles");
		Observation.Context search = inside(pipeline);
		this.stores.started(new VectorStoreOperation("simple", null, VectorStoreOperation.QUERY), search);
		ModelCall embedding = new ModelCall(inside(search), "embeddings", "openai", "small", false);
		this.pipelines.started(embedding);
		long start = System.nanoTime();
		await().until(() -> System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(200));
		end(embedding);
		this.stores.ended(search, null);
		this.pipelines.ended(pipeline, null);
		assertThat(stage("embed").totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(200);
		double store = this.registry.get("db.vector.client.operation.duration")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS);
		assertThat(store).as("the store takes as long as it takes").isGreaterThan(200);
		assertThat(stage("search").totalTime(TimeUnit.MILLISECONDS))
			.isLessThan(store - stage("embed").totalTime(TimeUnit.MILLISECONDS) + 100);
	}

	@Test
	void shouldTellTheStagesWhenTheLastPartIsOver() {
		Observation.Context pipeline = new Observation.Context();
		this.pipelines.started(pipeline, "articles");
		ModelCall first = chat(pipeline);
		ModelCall second = chat(pipeline);
		end(first);
		this.pipelines.ended(pipeline, null);
		assertThat(this.registry.get("rag.pipeline.duration").timer().count()).isEqualTo(1);
		assertThat(this.registry.find("rag.stage.duration").timer()).as("a stream goes on").isNull();
		end(second);
		assertThat(stage("generate").count()).as("both together").isEqualTo(1);
	}

	@Test
	void shouldGiveWhatHappensToTheInnermostPipeline() {
		Observation.Context outer = new Observation.Context();
		this.pipelines.started(outer, "outer");
		Observation.Context inner = inside(outer);
		this.pipelines.started(inner, "inner");
		end(chat(inner));
		this.pipelines.ended(inner, null);
		this.pipelines.ended(outer, null);
		assertThat(this.registry.get("rag.stage.duration").timers())
			.extracting((timer) -> timer.getId().getTag("rag.pipeline.name"))
			.containsExactly("inner");
	}

	@Test
	void shouldTellOfNoStageOutsideOfAPipeline() {
		end(chat(new Observation.Context()));
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void shouldTellAFewPipelinesApart() {
		for (int i = 0; i < 1000; i++) {
			Observation.Context pipeline = new Observation.Context();
			this.pipelines.started(pipeline, "pipeline " + i);
			this.pipelines.ended(pipeline, null);
		}
		assertThat(this.registry.get("rag.pipeline.duration").timers()).hasSize(101);
	}

	private ModelCall chat(Observation.Context pipeline) {
		ModelCall call = new ModelCall(inside(pipeline), "chat", "openai", "large", false);
		this.pipelines.started(call);
		return call;
	}

	private void end(ModelCall call) {
		call.end();
		this.pipelines.ended(call);
	}

	private Timer stage(String stage) {
		return this.registry.get("rag.stage.duration").tag("rag.stage", stage).timer();
	}

	private static Observation.Context inside(Observation.Context parent) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler((context) -> true);
		Observation.Context context = new Observation.Context();
		context.setParentObservation(Observation.createNotStarted("parent", () -> parent, observations));
		return context;
	}

	private ObjectProvider<MeterRegistry> provider() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("registry", this.registry);
		return beans.getBeanProvider(MeterRegistry.class);
	}

}
