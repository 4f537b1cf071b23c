package dev.sightline.autoconfigure.llm.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.llm.RagAutoConfiguration;

/**
 * Auto-configuration for calls of models that are made with LangChain4j.
 */
@AutoConfiguration(after = RagAutoConfiguration.class)
@ConditionalOnClass({ ChatModel.class, ObservationRegistry.class, MeterRegistry.class })
@ConditionalOnEnabledSignal(Signal.LLM)
public final class LangChain4jAutoConfiguration {

	@Bean
	LangChain4jCallSource sightlineLangChain4jCallSource() {
		return new LangChain4jCallSource();
	}

	@Bean
	WorkHandler sightlineLangChain4jWorkHandler() {
		return new WorkHandler();
	}

	@Bean
	static ModelPostProcessor sightlineLangChain4jPostProcessor(ConfigurableListableBeanFactory beans,
			ObjectProvider<ObservationRegistry> observations) {
		return new ModelPostProcessor(beans, new Calls(observations));
	}

}
