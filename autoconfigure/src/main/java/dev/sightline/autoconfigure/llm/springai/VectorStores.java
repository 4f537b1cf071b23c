package dev.sightline.autoconfigure.llm.springai;

import java.lang.reflect.Field;

import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * Gives the registry of observations to the vector stores that are beans and were built
 * without one. A proxy could observe them too, but inside it their own observation, which
 * does nothing, would be the parent of what they ask the model.
 */
class VectorStores implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(VectorStores.class);

	private final ObjectProvider<ObservationRegistry> registries;

	VectorStores(ObjectProvider<ObservationRegistry> registries) {
		this.registries = registries;
	}

	/**
	 * Before initialization, as afterwards it may be a proxy.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractObservationVectorStore store) {
			try {
				observe(store);
			}
			catch (RuntimeException ex) {
				logger.warn("The vector store '{}' is not observed: build it with an ObservationRegistry", beanName,
						ex);
			}
		}
		return bean;
	}

	/**
	 * There is no method for it.
	 */
	private void observe(AbstractObservationVectorStore store) {
		Field field = ReflectionUtils.findField(AbstractObservationVectorStore.class, "observationRegistry",
				ObservationRegistry.class);
		if (field == null) {
			throw new IllegalStateException("Spring AI differs from the version that Sightline knows");
		}
		ReflectionUtils.makeAccessible(field);
		ObservationRegistry registry = this.registries.getIfUnique();
		if (registry != null && ReflectionUtils.getField(field, store) instanceof ObservationRegistry present
				&& present.isNoop()) {
			ReflectionUtils.setField(field, store, registry);
		}
	}

}
