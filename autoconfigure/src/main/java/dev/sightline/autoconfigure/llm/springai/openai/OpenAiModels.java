package dev.sightline.autoconfigure.llm.springai.openai;

import java.lang.reflect.Field;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.LoggerFactory;

import org.springframework.ai.openai.AbstractOpenAiOptions;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiModerationModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ReflectionUtils;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Gives the models that are beans a client that observes. Their classes are final and
 * their clients private, so that each is replaced by its copy, of the same class.
 */
class OpenAiModels implements BeanPostProcessor, PriorityOrdered {

	/**
	 * The field of a model, of which no method tells.
	 */
	static final String CLIENT = "openAiClient";

	/**
	 * The field of a model that streams.
	 */
	static final String ASYNC_CLIENT = "openAiClientAsync";

	private final ObservedClients clients;

	private final Guard guard = new Guard(LoggerFactory.getLogger(OpenAiModels.class),
			"A model of OpenAI for speech, transcription or moderation is not observed: Spring AI differs from the"
					+ " version that Sightline knows. This is told once.");

	OpenAiModels(ObjectProvider<ObservationRegistry> registry) {
		this.clients = new ObservedClients(new ObservedCalls(registry));
	}

	/**
	 * Before all others, so that what they do is done to the model that is used.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof OpenAiAudioSpeechModel model) {
				return observe(model);
			}
			if (bean instanceof OpenAiAudioTranscriptionModel model) {
				return observe(model);
			}
			return (bean instanceof OpenAiModerationModel model) ? observe(model) : bean;
		}
		catch (RuntimeException | LinkageError ex) {
			this.guard.tell(new IllegalStateException(beanName, ex));
			return bean;
		}
	}

	private OpenAiAudioSpeechModel observe(OpenAiAudioSpeechModel model) {
		OpenAIClient client = field(model, CLIENT, OpenAIClient.class);
		return ServiceProxy.is(client) ? model
				: model.mutate().openAiClient(this.clients.observe(client, provider(model.getOptions()))).build();
	}

	private OpenAiAudioTranscriptionModel observe(OpenAiAudioTranscriptionModel model) {
		OpenAIClient client = field(model, CLIENT, OpenAIClient.class);
		if (ServiceProxy.is(client)) {
			return model;
		}
		String provider = provider(model.getOptions());
		return model.mutate()
			.openAiClient(this.clients.observe(client, provider))
			.openAiClientAsync(this.clients.observe(field(model, ASYNC_CLIENT, OpenAIClientAsync.class), provider))
			.build();
	}

	private OpenAiModerationModel observe(OpenAiModerationModel model) {
		OpenAIClient client = field(model, CLIENT, OpenAIClient.class);
		return ServiceProxy.is(client) ? model
				: model.mutate().openAiClient(this.clients.observe(client, provider(model.getOptions()))).build();
	}

	private static String provider(AbstractOpenAiOptions options) {
		return options.isMicrosoftFoundry() ? "azure.ai.openai" : "openai";
	}

	private static <T> T field(Object model, String name, Class<T> type) {
		Field field = ReflectionUtils.findField(model.getClass(), name, type);
		if (field == null) {
			throw new IllegalStateException("No field " + name);
		}
		ReflectionUtils.makeAccessible(field);
		Object value = ReflectionUtils.getField(field, model);
		if (value == null) {
			throw new IllegalStateException("Nothing in the field " + name);
		}
		return type.cast(value);
	}

}
