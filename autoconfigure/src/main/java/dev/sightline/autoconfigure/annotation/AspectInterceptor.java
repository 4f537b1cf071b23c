package dev.sightline.autoconfigure.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.aspectj.MethodInvocationProceedingJoinPoint;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Calls an aspect of Micrometer, without the weaver of AspectJ.
 *
 * @param <T> the aspect
 */
class AspectInterceptor<T> implements MethodInterceptor {

	private final Class<? extends Annotation> annotation;

	private final Supplier<T> aspect;

	private final Advice<T> onMethod;

	private final Advice<T> onClass;

	/**
	 * Create it.
	 * @param annotation the annotation
	 * @param aspect makes the aspect, when it is called for the first time
	 * @param onMethod for a method with the annotation
	 * @param onClass for a method of a class with the annotation
	 */
	AspectInterceptor(Class<? extends Annotation> annotation, Supplier<T> aspect, Advice<T> onMethod,
			Advice<T> onClass) {
		this.annotation = annotation;
		this.aspect = SingletonSupplier.of(aspect);
		this.onMethod = onMethod;
		this.onClass = onClass;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(),
				(target != null) ? target.getClass() : null);
		ProceedingJoinPoint point = new MethodInvocationProceedingJoinPoint((ProxyMethodInvocation) invocation);
		Advice<T> advice = method.isAnnotationPresent(this.annotation) ? this.onMethod : this.onClass;
		return advice.apply(this.aspect.get(), point, method);
	}

	/**
	 * A method of an aspect.
	 *
	 * @param <T> the aspect
	 */
	interface Advice<T> {

		@Nullable Object apply(T aspect, ProceedingJoinPoint point, Method method) throws Throwable;

	}

}
