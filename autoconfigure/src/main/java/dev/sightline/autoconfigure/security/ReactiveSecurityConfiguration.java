package dev.sightline.autoconfigure.security;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.HttpStatusExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.WebFilter;

/**
 * What there is in a reactive application: observations and filters, for Spring Security
 * publishes no events there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ WebFilter.class, ServerHttpSecurity.class, WebFilterChainProxy.class })
@ConditionalOnWebApplication(type = Type.REACTIVE)
class ReactiveSecurityConfiguration {

	@Bean
	ReactiveSecurityFilters sightlineReactiveSecurityFilters(SecurityEvents events) {
		return new ReactiveSecurityFilters(events);
	}

	/**
	 * The default of Spring Security, and a word of it.
	 */
	@Bean
	@ConditionalOnMissingBean
	ServerExchangeRejectedHandler sightlineExchangeRejectedHandler(SecurityEvents events) {
		ServerExchangeRejectedHandler answer = new HttpStatusExchangeRejectedHandler();
		return (exchange, rejected) -> {
			events.add(SecurityEventType.BLOCKED_REQUEST, ReactiveClients.of(exchange.getRequest()), null);
			return answer.handle(exchange, rejected);
		};
	}

	@Bean
	AuthenticationHandler sightlineAuthenticationHandler(AuthenticationAttempts attempts) {
		return new AuthenticationHandler(attempts, ReactiveClients::of, true);
	}

	@Bean
	RateLimitHandler<ServerRequestObservationContext> sightlineRateLimitHandler(SecurityEvents events) {
		return new RateLimitHandler<>(ServerRequestObservationContext.class, ReactiveSecurityConfiguration::limited,
				events);
	}

	private static @Nullable Client limited(ServerRequestObservationContext context) {
		return (context.getResponse() != null && context.getCarrier() != null
				&& HttpStatus.TOO_MANY_REQUESTS.equals(context.getResponse().getStatusCode()))
						? ReactiveClients.of(context.getCarrier()) : null;
	}

}
