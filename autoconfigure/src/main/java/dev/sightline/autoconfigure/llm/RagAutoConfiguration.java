package dev.sightline.autoconfigure.llm;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for what surrounds calls of models, whichever library does it:
 * tools, vector stores, retrieval and generation as a whole, and audio.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnBean(ModelNames.class)
public final class RagAutoConfiguration {

	@Bean
	ToolMeters sightlineToolMeters(ObjectProvider<MeterRegistry> registry) {
		return new ToolMeters(registry);
	}

	@Bean
	VectorStoreMeters sightlineVectorStoreMeters(ObjectProvider<MeterRegistry> registry) {
		return new VectorStoreMeters(registry);
	}

	@Bean
	@Order(ModelCallListener.COST_ORDER + 100)
	RagPipelines sightlineRagPipelines(ObjectProvider<MeterRegistry> registry) {
		return new RagPipelines(registry);
	}

	@Bean
	RagObservationHandler sightlineRagObservationHandler(RagPipelines pipelines) {
		return new RagObservationHandler(pipelines);
	}

	@Bean
	@Order(ModelCallListener.COST_ORDER + 100)
	AudioMeters sightlineAudioMeters(ObjectProvider<MeterRegistry> registry, ModelNames models) {
		return new AudioMeters(registry, models);
	}

}
