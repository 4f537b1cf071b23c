package dev.sightline.autoconfigure.database.r2dbc;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.r2dbc.autoconfigure.ProxyConnectionFactoryCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration;

/**
 * Registers our listener where Spring Boot would register its own. That one puts the
 * message of an error on the span, counts each row, and logs an error for each statement
 * that an observation predicate leaves out.
 */
class R2dbcListenerPostProcessor implements BeanPostProcessor {

	private static final String BOOT = R2dbcObservationAutoConfiguration.class.getName();

	private final ObjectProvider<R2dbcStatements> statements;

	R2dbcListenerPostProcessor(ObjectProvider<R2dbcStatements> statements) {
		this.statements = statements;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ProxyConnectionFactoryCustomizer && bean.getClass().getName().startsWith(BOOT)) {
			return (ProxyConnectionFactoryCustomizer) (builder) -> builder
				.listener(this.statements.getObject().listener(builder.getConnectionFactory()));
		}
		return bean;
	}

}
