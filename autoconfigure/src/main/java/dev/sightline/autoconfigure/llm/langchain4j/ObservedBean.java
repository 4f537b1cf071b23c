package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Stands before a bean and lets an observed view of it answer, so that the bean can still
 * be injected by its class and has all that its class has beyond the interface.
 */
final class ObservedBean implements MethodInterceptor {

	private final Class<?> type;

	private final Object view;

	private final Map<Method, Optional<Method>> answered = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param type the interface that the view answers for
	 * @param view answers in place of the bean
	 */
	ObservedBean(Class<?> type, Object view) {
		this.type = type;
		this.view = view;
	}

	/**
	 * Whether a bean has advice of ours already.
	 */
	static boolean isObserved(Object bean) {
		return bean instanceof Advised advised && Arrays.stream(advised.getAdvisors())
			.anyMatch((advisor) -> advisor.getAdvice().getClass().getPackage() == ObservedBean.class.getPackage());
	}

	/**
	 * Put advice before a bean.
	 * @param byInterface whether nobody asks for the bean by its class
	 * @return the bean with the advice, {@code null} if that cannot be
	 */
	static @Nullable Object proxy(Object bean, List<Advice> advice, boolean byInterface) {
		boolean open = isOpen(bean.getClass());
		if (!open && !byInterface) {
			return null;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(open);
		advice.forEach(factory::addAdvice);
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	/**
	 * Whether a class may have a subclass that sees all calls.
	 */
	private static boolean isOpen(Class<?> type) {
		int modifiers = type.getModifiers();
		return !Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers)
				&& Arrays.stream(type.getMethods())
					.noneMatch((method) -> Modifier.isFinal(method.getModifiers())
							&& !Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = this.answered.computeIfAbsent(invocation.getMethod(), this::find).orElse(null);
		return (method != null) ? AopUtils.invokeJoinpointUsingReflection(this.view, method, invocation.getArguments())
				: invocation.proceed();
	}

	/**
	 * The view answers for what it has, and for a default that only leads there. What a
	 * later version of the interface may add, and the class has, is the bean's.
	 */
	private Optional<Method> find(Method method) {
		for (Method candidate : this.type.getMethods()) {
			if (candidate.getName().equals(method.getName()) && !Modifier.isStatic(candidate.getModifiers())
					&& takes(candidate, method.getParameterTypes())) {
				boolean ofView = Overrides.has(this.view, this.type, candidate.getName(),
						candidate.getParameterTypes());
				boolean isDefault = method.getDeclaringClass() == this.type;
				if (ofView || isDefault) {
					ReflectionUtils.makeAccessible(candidate);
					return Optional.of(candidate);
				}
			}
		}
		return Optional.empty();
	}

	/**
	 * A class may name the types of a generic interface.
	 */
	private static boolean takes(Method method, Class<?>[] arguments) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length != arguments.length) {
			return false;
		}
		for (int i = 0; i < parameters.length; i++) {
			if (!ClassUtils.isAssignable(parameters[i], arguments[i])) {
				return false;
			}
		}
		return true;
	}

}
