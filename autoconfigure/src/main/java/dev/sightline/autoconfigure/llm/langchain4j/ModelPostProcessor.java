package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.aopalliance.aop.Advice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.llm.RagPipelines;
import dev.sightline.autoconfigure.llm.ToolMeters;
import dev.sightline.autoconfigure.llm.VectorStoreMeters;

/**
 * Makes beans of LangChain4j observed, each once. Its own listeners would not do: they
 * see no chunk, are not told of streams that are cancelled, and cannot refuse a call.
 */
class ModelPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(ModelPostProcessor.class);

	private static final String MOCK = "$MockitoMock$";

	private final ConfigurableListableBeanFactory beans;

	private final Calls calls;

	private final List<View<?>> views;

	private final Supplier<ToolMeters> tools;

	private final Supplier<RagPipelines> pipelines;

	/**
	 * The names of those whose calls are observed, by the kind.
	 */
	private final Map<Class<?>, Set<String>> observed = new ConcurrentHashMap<>();

	private final Guard guard = new Guard(logger, "A bean of LangChain4j is not observed. This is told once.");

	ModelPostProcessor(ConfigurableListableBeanFactory beans, Calls calls) {
		this.beans = beans;
		this.calls = calls;
		this.tools = beans.getBeanProvider(ToolMeters.class)::getObject;
		this.pipelines = beans.getBeanProvider(RagPipelines.class)::getObject;
		this.views = Views.of(calls, this.tools, beans.getBeanProvider(VectorStoreMeters.class)::getObject);
	}

	/**
	 * Before all others, so that what a user puts around a model is around ours.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ScopedObject || bean.getClass().getName().contains(MOCK) || ObservedBean.isObserved(bean)) {
			return bean;
		}
		try {
			return observe(bean, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			this.guard.tell(new IllegalStateException("Cannot observe the bean " + beanName, ex));
			return bean;
		}
	}

	private Object observe(Object bean, String beanName) {
		List<View<?>> kinds = this.views.stream().filter((view) -> view.type().isInstance(bean)).toList();
		Map<Method, String> methods = ToolInterceptor.tools(bean.getClass());
		List<Advice> advice = advice(bean, beanName, kinds, methods);
		Object observed = bean;
		if (!advice.isEmpty()) {
			observed = ToolInterceptor.areOpen(methods)
					? ObservedBean.proxy(bean, advice, isByInterface(bean, beanName)) : null;
		}
		if (observed == null) {
			this.guard.tell(new IllegalStateException("The bean " + beanName + " has a final class, a final method or a"
					+ " private tool, so that there can be nothing before it. Declare it by an interface"));
			return bean;
		}
		kinds.forEach((kind) -> this.observed.computeIfAbsent(kind.type(), (type) -> ConcurrentHashMap.newKeySet())
			.add(beanName));
		return observed;
	}

	private List<Advice> advice(Object bean, String beanName, List<View<?>> kinds, Map<Method, String> methods) {
		List<Advice> advice = new ArrayList<>();
		for (View<?> kind : kinds) {
			if (!isMadeOfOthers(beanName, kind.type())) {
				advice.add(new ObservedBean(kind.type(), kind.of(bean)));
			}
		}
		if (ServiceInterceptor.isService(bean)) {
			advice.add(new ServiceInterceptor(this.calls, this.pipelines));
		}
		if (!methods.isEmpty()) {
			advice.add(new ToolInterceptor(methods, this.calls, this.tools));
		}
		return advice;
	}

	/**
	 * One that only passes calls on to others of its kind, such as one that falls back,
	 * would count them twice.
	 */
	private boolean isMadeOfOthers(String beanName, Class<?> type) {
		Set<String> others = this.observed.getOrDefault(type, Set.of());
		for (String dependency : this.beans.getDependenciesForBean(beanName)) {
			if (others.contains(dependency)) {
				return true;
			}
		}
		return false;
	}

	private boolean isByInterface(Object bean, String beanName) {
		if (ServiceInterceptor.isService(bean)) {
			return true;
		}
		if (!this.beans.containsBeanDefinition(beanName)) {
			return false;
		}
		Class<?> declared = this.beans.getMergedBeanDefinition(beanName).getResolvableType().resolve();
		return declared != null && declared.isInterface();
	}

}
