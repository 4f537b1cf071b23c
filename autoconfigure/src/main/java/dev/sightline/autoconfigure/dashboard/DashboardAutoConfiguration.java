package dev.sightline.autoconfigure.dashboard;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the endpoint that gives out dashboards. It is there once it is
 * exposed.
 */
@AutoConfiguration
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(DashboardEndpoint.class)
@ConditionalOnEnabledSignal(Signal.METRICS)
@EnableConfigurationProperties(DashboardProperties.class)
public final class DashboardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DashboardEndpoint sightlineDashboardEndpoint(DashboardProperties properties, ApplicationContext context) {
		return new DashboardEndpoint(new Dashboards(new AppSignals(context.getEnvironment(), context.getClassLoader()),
				properties.getDocsUrl()));
	}

}
