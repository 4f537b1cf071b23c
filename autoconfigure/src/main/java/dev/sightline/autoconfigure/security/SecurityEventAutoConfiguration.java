package dev.sightline.autoconfigure.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.AuthenticationObservationContext;
import org.springframework.security.config.observation.SecurityObservationSettings;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for what Spring Security decides.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class, AuthenticationObservationContext.class,
		SecurityObservationSettings.class })
@ConditionalOnWebApplication
@ConditionalOnEnabledSignal(Signal.SECURITY)
@EnableConfigurationProperties(SecurityEventProperties.class)
@Import({ ServletSecurityConfiguration.class, ReactiveSecurityConfiguration.class })
public final class SecurityEventAutoConfiguration {

	@Bean
	SecurityEvents sightlineSecurityEvents(ObjectProvider<MeterRegistry> registry, ObjectProvider<SecurityAudit> audit,
			SecurityEventProperties properties) {
		return new SecurityEvents(registry, audit.getIfAvailable(() -> (type, client, reason) -> {
		}), properties.isIncludeSubject());
	}

	@Bean
	AuthenticationAttempts sightlineAuthenticationAttempts(ObjectProvider<MeterRegistry> registry,
			SecurityEvents events, SecurityEventProperties properties) {
		return new AuthenticationAttempts(registry, events, properties);
	}

	/**
	 * Without it Spring Security observes each of its filters.
	 */
	@Bean
	@ConditionalOnMissingBean
	SecurityObservationSettings sightlineSecurityObservationSettings(SecurityEventProperties properties) {
		return SecurityObservationSettings.withDefaults()
			.shouldObserveRequests(properties.isObserveFilterChain())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AuditApplicationEvent.class)
	@ConditionalOnBooleanProperty("sightline.security.audit-events")
	static class Audit {

		@Bean
		SecurityAudit sightlineSecurityAudit(ApplicationEventPublisher publisher) {
			return new BootAudit(publisher);
		}

	}

}
