package dev.sightline.autoconfigure.tracing.export;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

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

	private static final String QUEUES = "sightlineSpanQueues";

	/**
	 * Spring Boot's provider, which takes all processors.
	 */
	private static final String PROVIDER = "otelSdkTracerProvider";

	private boolean owned;

	private boolean queues;

	/**
	 * With a {@code SpanProcessors} bean of the user it is not known what is in it, nor
	 * what a provider of hers takes.
	 */
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		this.owned = beanFactory.containsBeanDefinition(OWNER) && beanFactory.containsBeanDefinition(PROVIDER);
		this.queues = beanFactory.containsBeanDefinition(QUEUES);
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
		if (this.owned && isTaken(definition, type) && isInferred(definition)) {
			definition.setDestroyMethodName("");
		}
	}

	/**
	 * Spring Boot's processor is not taken where there are queues.
	 */
	private boolean isTaken(RootBeanDefinition definition, Class<?> type) {
		return SpanProcessor.class.isAssignableFrom(type) && definition.isAutowireCandidate()
				&& !(this.queues && type == BatchSpanProcessor.class);
	}

	private static boolean isInferred(RootBeanDefinition definition) {
		String method = definition.getDestroyMethodName();
		return method == null || method.equals(AbstractBeanDefinition.INFER_METHOD);
	}

}
