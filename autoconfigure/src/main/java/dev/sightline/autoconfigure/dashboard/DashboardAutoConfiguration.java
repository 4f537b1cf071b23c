package dev.sightline.autoconfigure.dashboard;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.PresentSignals;
import dev.sightline.autoconfigure.condition.Settings;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.rules.RulesProperties;

/**
 * Auto-configuration for the endpoint that gives out dashboards. It is there once it is
 * exposed.
 */
@AutoConfiguration
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnEnabledSignal(Signal.METRICS)
public final class DashboardAutoConfiguration {

	// Not on the outer class: there it would be looked up where its library is absent.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(endpoint = DashboardEndpoint.class)
	@EnableConfigurationProperties({ DashboardProperties.class, RulesProperties.class })
	static class Answers {

		@Bean
		@ConditionalOnMissingBean
		DashboardEndpoint sightlineDashboardEndpoint(DashboardProperties properties, RulesProperties rules,
				ListableBeanFactory beans, Environment environment, ResourceLoader resources) {
			PresentSignals present = new PresentSignals(beans, environment, resources.getClassLoader());
			return new DashboardEndpoint(new Dashboards(present::has, Settings.below(environment, "sightline.slo"),
					properties.getDocsUrl(), rules.getRunbookUrl()));
		}

	}

}
