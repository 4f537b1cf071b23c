package dev.sightline.autoconfigure.metrics.scrape;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts a guard before a registry of the application. What is registered with the bean is
 * in her registry too. A registry of a class of her own stays as it is, since a bean of
 * another class could not be injected where she wants hers.
 */
class PrometheusRegistryPostProcessor implements BeanPostProcessor, DisposableBean {

	private final Function<PrometheusRegistry, GuardedPrometheusRegistry> guard;

	private final List<GuardedPrometheusRegistry> guarded = new CopyOnWriteArrayList<>();

	PrometheusRegistryPostProcessor(Function<PrometheusRegistry, GuardedPrometheusRegistry> guard) {
		this.guard = guard;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean.getClass() != PrometheusRegistry.class) {
			return bean;
		}
		GuardedPrometheusRegistry guarded = this.guard.apply((PrometheusRegistry) bean);
		this.guarded.add(guarded);
		return guarded;
	}

	@Override
	public void destroy() {
		this.guarded.forEach(GuardedPrometheusRegistry::destroy);
	}

}
