package dev.sightline.autoconfigure.llm.springai;

import java.lang.reflect.Field;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ReflectionUtils;

/**
 * Makes each chat model of OpenAI anew, with a client whose streams are observed. The
 * class of the model is final and beans ask for it, so that nothing can stand around it.
 */
final class OpenAiChatModelPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(OpenAiChatModelPostProcessor.class);

	private final ObjectProvider<StartedStreams> started;

	OpenAiChatModelPostProcessor(ObjectProvider<StartedStreams> started) {
		this.started = started;
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
		if (!(bean instanceof OpenAiChatModel model)) {
			return bean;
		}
		try {
			return observed(model);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The streams of the model {} are observed without their chunks", beanName, ex);
			return bean;
		}
	}

	@SuppressWarnings("removal")
	private OpenAiChatModel observed(OpenAiChatModel model) {
		OpenAIClientAsync client = read(model, "openAiClientAsync", OpenAIClientAsync.class);
		OpenAiChatModel observed = OpenAiChatModel.builder()
			.openAiClient(read(model, "openAiClient", OpenAIClient.class))
			.openAiClientAsync(new ObservedOpenAiClient(this.started.getObject()).around(client))
			.options(model.getOptions())
			.toolCallingManager(read(model, "toolCallingManager", ToolCallingManager.class))
			.observationRegistry(read(model, "observationRegistry", ObservationRegistry.class))
			.build();
		observed.setObservationConvention(read(model, "observationConvention", ChatModelObservationConvention.class));
		return observed;
	}

	/**
	 * Spring AI has no other way to copy a model.
	 */
	private static <T> T read(OpenAiChatModel model, String name, Class<T> type) {
		Field field = ReflectionUtils.findField(OpenAiChatModel.class, name, type);
		if (field == null) {
			throw new IllegalStateException("There is no field " + name);
		}
		ReflectionUtils.makeAccessible(field);
		T value = type.cast(ReflectionUtils.getField(field, model));
		if (value == null) {
			throw new IllegalStateException("There is nothing in the field " + name);
		}
		return value;
	}

}
