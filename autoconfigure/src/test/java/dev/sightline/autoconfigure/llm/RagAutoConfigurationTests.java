package dev.sightline.autoconfigure.llm;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.llm.springai.SpringAiAutoConfiguration;
import dev.sightline.autoconfigure.llm.springai.SpringAiRagAutoConfiguration;
import dev.sightline.autoconfigure.llm.springai.openai.OpenAiModelsAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class RagAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(LlmAutoConfiguration.class, RagAutoConfiguration.class, SpringAiAutoConfiguration.class,
				SpringAiRagAutoConfiguration.class, OpenAiModelsAutoConfiguration.class));

	@Test
	void shouldBeOnByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ToolMeters.class)
			.hasSingleBean(VectorStoreMeters.class)
			.hasSingleBean(RagPipelines.class)
			.hasSingleBean(AudioMeters.class)
			.hasBean("sightlineToolCallHandler")
			.hasBean("sightlineVectorStoreHandler")
			.hasBean("sightlineRagAdvisorHandler")
			.hasBean("sightlineOpenAiModels"));
	}

	@Test
	void shouldBeOffBySwitch() {
		this.runner.withPropertyValues("sightline.llm.enabled=false")
			.run((context) -> assertThat(context.getBeanDefinitionNames())
				.noneMatch((name) -> name.startsWith("sightline")));
	}

	@Test
	void shouldDoWithoutVectorStoresAndAdvisors() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader(VectorStoreObservationContext.class, AdvisorObservationContext.class))
			.run((context) -> assertThat(context).hasBean("sightlineToolCallHandler")
				.doesNotHaveBean("sightlineVectorStoreHandler")
				.doesNotHaveBean("sightlineRagAdvisorHandler"));
	}

	@Test
	void shouldAskTheProcessorOfTheUser() {
		this.runner.withUserConfiguration(OwnProcessors.class).run((context) -> {
			ToolExecutionException failure = new ToolExecutionException(
					ToolDefinition.builder().name("tool").inputSchema("{}").build(),
					new IllegalStateException("broken"));
			assertThat(context.getBean("lambda", ToolExecutionExceptionProcessor.class).process(failure))
				.isEqualTo("A lambda was told");
			assertThat(context.getBean(OwnProcessor.class).process(failure)).isEqualTo("A class was told");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessors {

		@Bean
		ToolExecutionExceptionProcessor lambda() {
			return (failure) -> "A lambda was told";
		}

		@Bean
		OwnProcessor own() {
			return new OwnProcessor();
		}

	}

	static class OwnProcessor extends DefaultToolExecutionExceptionProcessor {

		OwnProcessor() {
			super(false);
		}

		@Override
		public String process(ToolExecutionException failure) {
			return "A class was told";
		}

	}

}
