package dev.sightline.autoconfigure.database.jdbc;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Auto-configuration for statements and transactions of data sources that are beans. It
 * stands aside for datasource-micrometer.
 */
// Before the one whose metrics of pools would be in the place of ours.
@AutoConfiguration(beforeName = "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration")
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class, DataSource.class, DelegatingDataSource.class,
		ObservationRegistryCustomizer.class })
@ConditionalOnMissingClass("net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration")
@ConditionalOnEnabledSignal(Signal.JDBC)
@EnableConfigurationProperties(JdbcProperties.class)
public final class JdbcObservationAutoConfiguration {

	@Bean
	static DataSourcePostProcessor sightlineDataSourcePostProcessor(ListableBeanFactory beans) {
		return new DataSourcePostProcessor(beans);
	}

	@Bean
	SlowStatements sightlineSlowStatements(JdbcProperties properties, ObjectProvider<MeterRegistry> registry) {
		return new SlowStatements(properties.getSlowThreshold(), registry);
	}

	@Bean
	ConnectionWaits sightlineConnectionWaits(JdbcProperties properties, ObjectProvider<MeterRegistry> registry,
			BeanFactory beans) {
		return new ConnectionWaits(properties.getSlowThreshold(), registry, Spans.of(beans));
	}

	@Bean
	RepeatedStatementHandler sightlineRepeatedStatementHandler(JdbcProperties properties,
			ObjectProvider<MeterRegistry> registry, BeanFactory beans) {
		return new RepeatedStatementHandler(properties.getRepeatedThreshold(), registry, Spans.of(beans));
	}

}
