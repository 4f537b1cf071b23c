package dev.sightline.autoconfigure.llm.springai;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.llm.ContentAttributes;
import dev.sightline.autoconfigure.llm.RagAutoConfiguration;
import dev.sightline.autoconfigure.llm.RagPipelines;
import dev.sightline.autoconfigure.llm.ToolMeters;
import dev.sightline.autoconfigure.llm.VectorStoreMeters;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Auto-configuration for the tools and vector stores of Spring AI, and for its advisors
 * that retrieve documents.
 */
@AutoConfiguration(after = RagAutoConfiguration.class)
@ConditionalOnBean(RagPipelines.class)
public final class SpringAiRagAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ToolCallingObservationContext.class)
	static class Tools {

		@Bean
		ToolCallHandler sightlineToolCallHandler(ToolMeters meters, ObjectProvider<ContentAttributes> content,
				Environment environment) {
			return new ToolCallHandler(meters, content.getIfAvailable(), Redactor.of(environment));
		}

		@Bean
		static ToolFailures sightlineToolFailures(ObjectProvider<ObservationRegistry> registry) {
			return new ToolFailures(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(VectorStoreObservationContext.class)
	static class Stores {

		@Bean
		VectorStoreHandler sightlineVectorStoreHandler(VectorStoreMeters meters,
				ObjectProvider<ContentAttributes> content) {
			return new VectorStoreHandler(meters, content.getIfAvailable());
		}

		@Bean
		static VectorStores sightlineVectorStores(ObjectProvider<ObservationRegistry> registry) {
			return new VectorStores(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AdvisorObservationContext.class)
	static class Advisors {

		@Bean
		RagAdvisorHandler sightlineRagAdvisorHandler(RagPipelines pipelines) {
			return new RagAdvisorHandler(pipelines);
		}

	}

}
