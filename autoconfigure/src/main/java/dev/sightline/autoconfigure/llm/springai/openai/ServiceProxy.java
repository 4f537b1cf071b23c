package dev.sightline.autoconfigure.llm.springai.openai;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A service of OpenAI's client with some methods replaced. It is a proxy, since each
 * version of the client adds methods.
 */
final class ServiceProxy implements InvocationHandler {

	private final Object service;

	private final Map<String, Replacement> replacements;

	private ServiceProxy(Object service, Map<String, Replacement> replacements) {
		this.service = service;
		this.replacements = replacements;
	}

	/**
	 * Make a proxy.
	 * @param replacements what is done in place of the methods of these names
	 */
	static <T> T of(Class<T> type, T service, Map<String, Replacement> replacements) {
		return type.cast(Proxy.newProxyInstance(ServiceProxy.class.getClassLoader(), new Class<?>[] { type },
				new ServiceProxy(service, replacements)));
	}

	/**
	 * Whether a service is such a proxy.
	 */
	static boolean is(Object service) {
		return Proxy.isProxyClass(service.getClass()) && Proxy.getInvocationHandler(service) instanceof ServiceProxy;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		Replacement replacement = this.replacements.get(method.getName());
		Invocation invocation = new Invocation(proxy, this.service, method,
				(arguments != null) ? arguments : new Object[0]);
		return (replacement != null) ? replacement.invoke(invocation) : invocation.proceed();
	}

	/**
	 * What is done in place of a method.
	 */
	interface Replacement {

		@Nullable Object invoke(Invocation invocation) throws Throwable;

	}

	/**
	 * A call of a method.
	 *
	 * @param proxy what it was called on
	 * @param service what does the work
	 * @param method the method
	 * @param arguments what it is called with, which may be changed
	 */
	record Invocation(Object proxy, Object service, Method method, Object[] arguments) {

		@Nullable Object proceed() throws Throwable {
			try {
				return this.method.invoke(this.service, this.arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

		/**
		 * Call it for something that is never {@code null}.
		 */
		Object require() throws Throwable {
			return Objects.requireNonNull(proceed());
		}

	}

}
