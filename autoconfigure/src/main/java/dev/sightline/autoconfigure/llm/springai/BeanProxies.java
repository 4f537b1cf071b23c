package dev.sightline.autoconfigure.llm.springai;

import java.lang.reflect.Modifier;

import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.framework.ProxyFactory;

/**
 * Stands around beans of classes that are not final.
 */
final class BeanProxies {

	private BeanProxies() {
	}

	/**
	 * Make a proxy. Whoever asks for the class of the bean gets it, unless that is final,
	 * as that of a lambda is: then it has the bean's interfaces.
	 */
	static Object of(Object bean, MethodInterceptor interceptor) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(!Modifier.isFinal(bean.getClass().getModifiers()));
		factory.addAdvice(interceptor);
		return factory.getProxy(bean.getClass().getClassLoader());
	}

}
