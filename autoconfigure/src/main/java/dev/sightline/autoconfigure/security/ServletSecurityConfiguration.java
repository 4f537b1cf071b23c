package dev.sightline.autoconfigure.security;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.firewall.CompositeRequestRejectedHandler;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.ObservationMarkingRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * What there is in a servlet application: events of Spring Security for most.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Filter.class, HttpSecurity.class, FilterChainProxy.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
class ServletSecurityConfiguration {

	private static final int TOO_MANY_REQUESTS = 429;

	@Bean
	AuthenticationListener sightlineAuthenticationListener(AuthenticationAttempts attempts, SecurityEvents events) {
		return new AuthenticationListener(attempts, events);
	}

	@Bean
	AccessDeniedListener sightlineAccessDeniedListener(SecurityEvents events) {
		return new AccessDeniedListener(events);
	}

	/**
	 * As is the default for requests, and is not for methods.
	 */
	@Bean
	@ConditionalOnMissingBean
	AuthorizationEventPublisher sightlineAuthorizationEventPublisher(ApplicationEventPublisher publisher) {
		return new SpringAuthorizationEventPublisher(publisher);
	}

	@Bean
	CsrfFilters sightlineCsrfFilters(SecurityEvents events) {
		return new CsrfFilters(events);
	}

	/**
	 * The default of Spring Security, and a word of it.
	 */
	@Bean
	@ConditionalOnMissingBean
	RequestRejectedHandler sightlineRequestRejectedHandler(SecurityEvents events,
			ObjectProvider<ObservationRegistry> registry) {
		return new CompositeRequestRejectedHandler(
				new ObservationMarkingRequestRejectedHandler(registry.getIfUnique(() -> ObservationRegistry.NOOP)),
				(request, response, rejected) -> events.add(SecurityEventType.BLOCKED_REQUEST,
						ServletClients.of(request), null),
				new HttpStatusRequestRejectedHandler());
	}

	@Bean
	AuthenticationHandler sightlineAuthenticationHandler(AuthenticationAttempts attempts) {
		return new AuthenticationHandler(attempts, (context) -> ServletClients.current(), false);
	}

	@Bean
	RateLimitHandler<ServerRequestObservationContext> sightlineRateLimitHandler(SecurityEvents events) {
		return new RateLimitHandler<>(ServerRequestObservationContext.class, ServletSecurityConfiguration::limited,
				events);
	}

	private static @Nullable Client limited(ServerRequestObservationContext context) {
		return (context.getResponse() != null && context.getCarrier() != null
				&& context.getResponse().getStatus() == TOO_MANY_REQUESTS) ? ServletClients.of(context.getCarrier())
						: null;
	}

}
