package dev.sightline.autoconfigure.sentry;

import java.util.Set;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Removes the beans of Sentry's auto-configuration that work for every request, whether
 * it fails or not. What they would have gathered is gathered for the requests that fail.
 * Beans of the application with the same names stay.
 */
class PerRequestWorkRemover implements BeanDefinitionRegistryPostProcessor {

	/**
	 * Filters that fork a scope, start a transaction or look up the user; interceptors
	 * that put Sentry's own trace into the calls of HTTP clients; the appender that makes
	 * a breadcrumb of every line; and a handler that never ends without one of the
	 * filters.
	 */
	private static final Set<String> NAMES = Set.of("sentrySpringFilter", "sentryTracingFilter", "sentryUserFilter",
			"sentryWebFilter", "sentryWebFilterWithContextPropagation", "sentryScheduleHookApplicationRunner",
			"sentrySpanRestTemplateCustomizer", "sentrySpanRestClientCustomizer", "sentrySpanWebClientCustomizer",
			"sentryLogbackInitializer", "sentryWebExceptionHandler");

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		for (String name : NAMES) {
			if (registry.containsBeanDefinition(name) && isOfSentry(registry.getBeanDefinition(name))) {
				registry.removeBeanDefinition(name);
			}
		}
	}

	private static boolean isOfSentry(BeanDefinition definition) {
		String factory = definition.getFactoryBeanName();
		return factory != null && factory.startsWith("io.sentry.");
	}

}
