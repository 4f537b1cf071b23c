package dev.sightline.autoconfigure.llm.springai;

import org.springframework.ai.chat.model.ChatModel;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.LlmProperties;
import dev.sightline.autoconfigure.llm.ModelNames;

/**
 * Auto-configuration for the chat, embedding and image models of Spring AI.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnClass(ChatModel.class)
@ConditionalOnBean(ModelNames.class)
public final class SpringAiAutoConfiguration {

	@Bean
	ChatCallSource sightlineChatCallSource() {
		return new ChatCallSource();
	}

	@Bean
	EmbeddingCallSource sightlineEmbeddingCallSource() {
		return new EmbeddingCallSource();
	}

	@Bean
	@Order(0)
	ImageCallSource sightlineImageCallSource() {
		return new ImageCallSource();
	}

	/**
	 * Conventions that hold where the user has none of her own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(prefix = LlmProperties.PREFIX, name = "library-meters", havingValue = false,
			matchIfMissing = true)
	static class Conventions {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		ChatCallConvention sightlineChatCallConvention() {
			return new ChatCallConvention();
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		EmbeddingCallConvention sightlineEmbeddingCallConvention() {
			return new EmbeddingCallConvention();
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		ImageCallConvention sightlineImageCallConvention() {
			return new ImageCallConvention();
		}

	}

}
