package dev.sightline.autoconfigure.llm.springai;

import com.openai.client.OpenAIClientAsync;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
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
	ImageCallSource sightlineImageCallSource(ObjectProvider<ImageModelDefaults> defaults) {
		return new ImageCallSource(defaults);
	}

	/**
	 * Streams of clients of chat models, which the beans of Spring AI may be without.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ChatClientBuilderCustomizer.class, Flux.class })
	static class Streams {

		@Bean
		StartedStreams sightlineStartedStreams() {
			return new StartedStreams();
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		ChatClientBuilderCustomizer sightlineStreamProbeCustomizer() {
			return (builder) -> builder.defaultAdvisors(new StreamProbeAdvisor());
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ OpenAiChatModel.class, OpenAIClientAsync.class })
		static class OpenAi {

			@Bean
			static OpenAiChatModelPostProcessor sightlineOpenAiChatModelPostProcessor(
					ObjectProvider<StartedStreams> started) {
				return new OpenAiChatModelPostProcessor(started);
			}

			@Bean
			OpenAiHttpClientBuilderCustomizer sightlineOpenAiRetries(ObjectProvider<ObservationRegistry> registry) {
				return (builder) -> builder.interceptor(new RetryInterceptor(registry));
			}

		}

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
		ImageCallConvention sightlineImageCallConvention(ObjectProvider<ImageModelDefaults> defaults) {
			return new ImageCallConvention(defaults);
		}

	}

}
