package dev.sightline.autoconfigure.health;

import java.time.Clock;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorMembershipValidator;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.identity.ServiceIdentity;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Auto-configuration for the checks, which run in the background and are remembered.
 */
@AutoConfiguration(after = { HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class })
@ConditionalOnClass({ HealthContributorRegistry.class, SecurityContext.class })
@ConditionalOnBean(HealthContributorRegistry.class)
@ConditionalOnEnabledSignal(Signal.HEALTH)
@EnableConfigurationProperties(HealthProperties.class)
public final class HealthCheckAutoConfiguration {

	private static final String VALIDATION = "management.endpoint.health.validate-group-membership";

	private static final String CRITICAL = "sightline.health.critical";

	private static final String READINESS = "readiness";

	@Bean
	StatusRules sightlineHealthStatusRules(ObjectProvider<HealthEndpointGroups> groups) {
		return new StatusRules(groups::getIfAvailable);
	}

	@Bean
	CriticalChecks sightlineCriticalHealthChecks(HealthProperties properties,
			ObjectProvider<HealthEndpointGroups> groups, ListableBeanFactory beanFactory, Environment environment) {
		Set<String> named = properties.getCritical();
		Set<String> byDefault = (named != null || PrimaryDatabase.isReadinessNamed(environment)) ? Set.of()
				: PrimaryDatabase.checks(beanFactory);
		return new CriticalChecks((named != null) ? named : Set.of(), byDefault, () -> {
			HealthEndpointGroups all = groups.getIfAvailable();
			return (all != null) ? all.get(READINESS) : null;
		});
	}

	@Bean
	ChangeNotices sightlineHealthChangeNotices(ApplicationEventPublisher publisher, StatusRules rules) {
		return new ChangeNotices(publisher, rules::fails);
	}

	@Bean
	HealthChecks sightlineHealthChecks(HealthContributorRegistry registry,
			ObjectProvider<ReactiveHealthContributorRegistry> reactive, HealthProperties properties,
			CriticalChecks critical, StatusRules rules, ObjectProvider<CheckListener> listeners) {
		CheckSettings settings = CheckSettings.of(properties);
		return new HealthChecks(new Contributors(registry, reactive.getIfAvailable(), settings), critical, rules::fails,
				new CheckListeners(listeners.orderedStream().toList()), Clock.systemUTC());
	}

	@Bean
	HealthReports sightlineHealthReports(HealthChecks checks, CriticalChecks critical, StatusRules rules,
			ApplicationAvailability availability, HealthProperties properties, Environment environment,
			ObjectProvider<CheckDetails> details) {
		CheckDetails further = details.getIfAvailable(() -> (name) -> Map.of());
		return new HealthReports(checks, critical, rules, new OwnState(availability),
				ServiceIdentity.of(environment).get(ServiceIdentity.VERSION), Clock.systemUTC(),
				properties.getTimeout(), new CheckDescriptions(Redactor.of(environment), further::of));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = VALIDATION, matchIfMissing = true)
	HealthContributorMembershipValidator sightlineCriticalHealthChecksValidator(HealthContributorRegistry registry,
			ObjectProvider<ReactiveHealthContributorRegistry> reactive, HealthProperties properties) {
		return new HealthContributorMembershipValidator(registry, reactive.getIfAvailable(), VALIDATION,
				(members) -> members.member(CRITICAL, properties.getCritical()));
	}

	@Bean
	@ConditionalOnBooleanProperty("sightline.health.deadlocks.enabled")
	@ConditionalOnMissingBean(name = { "deadlockHealthIndicator", "deadlockHealthContributor" })
	DeadlockHealthIndicator deadlockHealthIndicator() {
		return new DeadlockHealthIndicator();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		HealthMeters sightlineHealthMeters(ObjectProvider<MeterRegistry> registry, StatusRules rules) {
			return new HealthMeters(registry, rules::fails);
		}

		@Bean
		PoolDetails sightlineHealthPoolDetails(ObjectProvider<MeterRegistry> registry) {
			return new PoolDetails(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationPredicate.class)
	static class Observations {

		/**
		 * A check is no work of the application.
		 */
		@Bean
		ObservationPredicate sightlineHealthObservationPredicate() {
			return (name, context) -> !CheckThreads.isCurrent();
		}

	}

}
