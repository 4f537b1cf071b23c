package dev.sightline.autoconfigure.database.jdbc;

import java.lang.reflect.Modifier;
import java.sql.Connection;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;

/**
 * Makes the connections of a data source observed that has to be left as it is.
 */
final class ConnectionInterceptor implements MethodInterceptor {

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
		advisor.setMappedName("getConnection");
		ProxyFactory factory = new ProxyFactory(dataSource);
		int modifiers = dataSource.getClass().getModifiers();
		factory.setProxyTargetClass(Modifier.isPublic(modifiers) && !Modifier.isFinal(modifiers));
		factory.addAdvisor(advisor);
		return (DataSource) factory.getProxy(dataSource.getClass().getClassLoader());
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		long start = System.nanoTime();
		Object connection = invocation.proceed();
		StatementObserver observer = this.database.observer();
		if (observer != null) {
			observer.waited(this.database, System.nanoTime() - start);
		}
		return (connection instanceof Connection real) ? this.database.observe(real, true) : connection;
	}

}
