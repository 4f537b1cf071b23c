package dev.sightline.autoconfigure.tracing.export;

import io.opentelemetry.sdk.trace.SpanProcessor;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Leaves it to the tracer provider to shut processors of spans down. Spring would close
 * each of those beans too, and wait ten seconds, or as long as it blocks.
 */
class SpanProcessorDestruction implements MergedBeanDefinitionPostProcessor, BeanFactoryPostProcessor {

	static final String OWNER = "sightlineSpanProcessors";

	private boolean owned;

	/**
	 * With a {@code SpanProcessors} bean of the user it is not known what is in it.
	 */
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		this.owned = beanFactory.containsBeanDefinition(OWNER);
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
		if (this.owned && SpanProcessor.class.isAssignableFrom(type) && isInferred(definition)) {
			definition.setDestroyMethodName("");
		}
	}

	private static boolean isInferred(RootBeanDefinition definition) {
		String method = definition.getDestroyMethodName();
		return method == null || method.equals(AbstractBeanDefinition.INFER_METHOD);
	}

}
