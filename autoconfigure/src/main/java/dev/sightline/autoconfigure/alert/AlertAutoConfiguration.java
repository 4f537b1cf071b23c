package dev.sightline.autoconfigure.alert;

import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.PresentSignals;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.identity.ServiceIdentity;
import dev.sightline.autoconfigure.rules.RuleScope;
import dev.sightline.autoconfigure.rules.RuleSource;
import dev.sightline.autoconfigure.rules.RulesProperties;

/**
 * Auto-configuration for the alerts of this application and the endpoint of its rules.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnEnabledSignal(Signal.METRICS)
public final class AlertAutoConfiguration {

	// Not on the outer class: there it would be looked up where its library is absent.
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnRulesCondition.class)
	@EnableConfigurationProperties({ AlertProperties.class, RulesProperties.class })
	static class Rules {

		@Bean
		RuleScope sightlineRuleScope(Environment environment, RulesProperties properties) {
			Map<String, String> tags = Binder.get(environment)
				.bind("sightline.tags", Bindable.mapOf(String.class, String.class))
				.orElseGet(Map::of);
			return new RuleScope(ServiceIdentity.of(environment).name(), tags, properties);
		}

		@Bean
		@Order(0)
		AlertRules sightlineAlertRules(ConfigurableListableBeanFactory beans, Environment environment, RuleScope scope,
				ObjectProvider<AlertProperties> properties) {
			// Before they are bound, which would tell less of what is wrong.
			AlertKeys.check(environment);
			return new AlertRules(new PresentSignals(beans, environment, beans.getBeanClassLoader()), scope,
					properties.getObject().getAlerts());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(endpoint = RulesEndpoint.class)
	static class Answers {

		@Bean
		@ConditionalOnMissingBean
		RulesEndpoint sightlineRulesEndpoint(ObjectProvider<RuleSource> sources) {
			return new RulesEndpoint(sources.orderedStream().toList());
		}

	}

}
