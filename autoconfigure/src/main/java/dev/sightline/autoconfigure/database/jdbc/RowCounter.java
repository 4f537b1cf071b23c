package dev.sightline.autoconfigure.database.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that are read of a result, until it is closed. It is a proxy, since it
 * is there only for those who ask for it.
 */
final class RowCounter implements InvocationHandler {

	private final ResultSet result;

	private final LongConsumer closed;

	private long rows;

	private boolean over;

	private RowCounter(ResultSet result, LongConsumer closed) {
		this.result = result;
		this.closed = closed;
	}

	/**
	 * Count the rows of a result.
	 * @param result the result
	 * @param closed is told their number, once
	 */
	static ResultSet around(ResultSet result, LongConsumer closed) {
		return (ResultSet) Proxy.newProxyInstance(RowCounter.class.getClassLoader(), new Class<?>[] { ResultSet.class },
				new RowCounter(result, closed));
	}

	/**
	 * The counter of a result, {@code null} if its rows are not counted.
	 */
	static @Nullable RowCounter of(@Nullable Object result) {
		return result != null && Proxy.isProxyClass(result.getClass())
				&& Proxy.getInvocationHandler(result) instanceof RowCounter counter ? counter : null;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getName().equals("equals")) {
			return arguments != null && proxy == arguments[0];
		}
		try {
			Object value = method.invoke(this.result, arguments);
			if (method.getName().equals("next") && Boolean.TRUE.equals(value)) {
				this.rows++;
			}
			return value;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		finally {
			if (method.getName().equals("close")) {
				close();
			}
		}
	}

	/**
	 * There will be no more rows.
	 */
	synchronized void close() {
		if (!this.over) {
			this.over = true;
			this.closed.accept(this.rows);
		}
	}

}
