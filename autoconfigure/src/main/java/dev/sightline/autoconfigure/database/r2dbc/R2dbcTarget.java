package dev.sightline.autoconfigure.database.r2dbc;

import java.util.Locale;
import java.util.Map;

import io.micrometer.common.KeyValues;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;

/**
 * The database that a connection factory connects to.
 */
class R2dbcTarget {

	private static final String UNKNOWN_POOL = "r2dbc";

	/**
	 * Names of the semantic conventions that differ from those of the drivers.
	 */
	private static final Map<String, String> SYSTEMS = Map.of("h2", "h2database", "microsoft sql server",
			"microsoft.sql_server", "oracle database", "oracle.db", "oracle", "oracle.db");

	private final ConnectionFactory connectionFactory;

	private final ListableBeanFactory beanFactory;

	private final String system;

	private final KeyValues attributes;

	/**
	 * Not known before the bean that has the connection factory in it is made.
	 */
	private volatile @Nullable String pool;

	R2dbcTarget(ConnectionFactory connectionFactory, ListableBeanFactory beanFactory) {
		this.connectionFactory = connectionFactory;
		this.beanFactory = beanFactory;
		String product = connectionFactory.getMetadata().getName().toLowerCase(Locale.ROOT);
		this.system = SYSTEMS.getOrDefault(product, product);
		OptionsCapableConnectionFactory capable = OptionsCapableConnectionFactory.unwrapFrom(connectionFactory);
		this.attributes = (capable != null) ? attributes(capable.getOptions()) : KeyValues.empty();
	}

	private static KeyValues attributes(ConnectionFactoryOptions options) {
		return with(
				with(with(KeyValues.empty(), "db.namespace", options, ConnectionFactoryOptions.DATABASE),
						"server.address", options, ConnectionFactoryOptions.HOST),
				"server.port", options, ConnectionFactoryOptions.PORT);
	}

	private static KeyValues with(KeyValues attributes, String key, ConnectionFactoryOptions options,
			Option<?> option) {
		Object value = options.getValue(option);
		return (value != null) ? attributes.and(key, value.toString()) : attributes;
	}

	String system() {
		return this.system;
	}

	KeyValues attributes() {
		return this.attributes;
	}

	String pool() {
		String pool = this.pool;
		if (pool == null) {
			pool = findPool();
			if (pool == null) {
				return UNKNOWN_POOL;
			}
			this.pool = pool;
		}
		return pool;
	}

	private @Nullable String findPool() {
		for (String name : this.beanFactory.getBeanNamesForType(ConnectionFactory.class, false, false)) {
			// None is made here, on a thread of the driver.
			if (this.beanFactory instanceof SingletonBeanRegistry singletons && !singletons.containsSingleton(name)) {
				continue;
			}
			Object candidate = this.beanFactory.getBean(name);
			while (candidate instanceof Wrapped<?> wrapped && candidate != this.connectionFactory) {
				candidate = wrapped.unwrap();
			}
			if (candidate == this.connectionFactory) {
				return name;
			}
		}
		return null;
	}

}
