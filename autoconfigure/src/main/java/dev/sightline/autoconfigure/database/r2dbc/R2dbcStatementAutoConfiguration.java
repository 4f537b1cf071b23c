package dev.sightline.autoconfigure.database.r2dbc;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.r2dbc.proxy.ProxyConnectionFactory;
import io.r2dbc.proxy.observation.QueryObservationConvention;
import io.r2dbc.proxy.observation.QueryParametersTagProvider;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationProperties;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the statements of R2DBC. Its listener takes the place of the one
 * that Spring Boot registers, unless the user names statements in her own way.
 */
@AutoConfiguration(after = R2dbcObservationAutoConfiguration.class)
@ConditionalOnClass({ ConnectionFactory.class, ProxyConnectionFactory.class, ObservationRegistry.class,
		MeterRegistry.class, R2dbcObservationAutoConfiguration.class })
@ConditionalOnBean(R2dbcObservationAutoConfiguration.class)
@ConditionalOnMissingBean(QueryObservationConvention.class)
@ConditionalOnEnabledSignal(Signal.R2DBC)
@EnableConfigurationProperties(R2dbcProperties.class)
public final class R2dbcStatementAutoConfiguration {

	@Bean
	R2dbcStatements sightlineR2dbcStatements(ObservationRegistry observations, ObjectProvider<MeterRegistry> meters,
			ListableBeanFactory beanFactory, R2dbcProperties properties, R2dbcObservationProperties bootProperties,
			ObjectProvider<QueryParametersTagProvider> parameters) {
		SlowStatements slow = new SlowStatements(properties.getSlowThreshold(), meters);
		return new R2dbcStatements(observations, beanFactory, slow,
				bootProperties.isIncludeParameterValues() ? parameters : null);
	}

	@Bean
	static R2dbcListenerPostProcessor sightlineR2dbcListenerPostProcessor(ObjectProvider<R2dbcStatements> statements) {
		return new R2dbcListenerPostProcessor(statements);
	}

}
