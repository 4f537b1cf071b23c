package dev.sightline.autoconfigure.database.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;

import org.jspecify.annotations.Nullable;

/**
 * Makes the call of a procedure observed. It is a proxy, since a call of a procedure
 * costs far more than a call by reflection, and its interface has 120 methods more.
 */
final class ObservedCall implements InvocationHandler {

	private final CallableStatement call;

	private final ObservedPreparedStatement observed;

	private ObservedCall(CallableStatement call, ObservedPreparedStatement observed) {
		this.call = call;
		this.observed = observed;
	}

	static CallableStatement of(CallableStatement call, ObservedPreparedStatement observed) {
		return (CallableStatement) Proxy.newProxyInstance(ObservedCall.class.getClassLoader(),
				new Class<?>[] { CallableStatement.class }, new ObservedCall(call, observed));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
			return arguments != null && proxy == arguments[0];
		}
		Object target = (method.getDeclaringClass() == CallableStatement.class) ? this.call : this.observed;
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
