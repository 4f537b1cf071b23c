package dev.sightline.autoconfigure.database.jdbc;

import java.lang.reflect.Modifier;
import java.sql.Connection;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.util.ClassUtils;

/**
 * Makes the connections of a data source observed that has to be left as it is.
 */
final class ConnectionInterceptor implements MethodInterceptor {

	/**
	 * By which {@link org.springframework.jdbc.datasource.SmartDataSource} recognises its
	 * own connections.
	 */
	private static final String SHOULD_CLOSE = "shouldClose";

	private final ObservedDatabase database;

	private ConnectionInterceptor(ObservedDatabase database) {
		this.database = database;
	}

	/**
	 * Put a proxy around a data source: of its class if it may have a subclass, so that
	 * it can be injected by its class, else of its interfaces.
	 */
	static DataSource around(DataSource dataSource, ObservedDatabase database) {
		NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(
				new ConnectionInterceptor(database));
		advisor.setMappedNames("getConnection", SHOULD_CLOSE);
		ProxyFactory factory = new ProxyFactory(dataSource);
		int modifiers = dataSource.getClass().getModifiers();
		ClassLoader loader = dataSource.getClass().getClassLoader();
		// Not so for one of a server, which knows nothing of Spring.
		boolean visible = ClassUtils.isVisible(Advised.class, loader);
		factory.setProxyTargetClass(visible && !Modifier.isPrivate(modifiers) && !Modifier.isFinal(modifiers));
		factory.addAdvisor(advisor);
		return (DataSource) factory.getProxy(visible ? loader : ConnectionInterceptor.class.getClassLoader());
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (invocation.getMethod().getName().equals(SHOULD_CLOSE)) {
			@Nullable Object[] arguments = invocation.getArguments();
			if (arguments[0] instanceof ObservedConnection connection) {
				arguments[0] = connection.delegate();
			}
			return invocation.proceed();
		}
		long start = System.nanoTime();
		try {
			return (invocation.proceed() instanceof Connection connection) ? this.database.observe(connection) : null;
		}
		finally {
			StatementObserver observer = this.database.observer();
			if (observer != null) {
				observer.waited(this.database, System.nanoTime() - start);
			}
		}
	}

}
