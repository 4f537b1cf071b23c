package dev.sightline.autoconfigure.security;

import java.util.Optional;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Stand among the filters of Spring Security, which publish no events in a reactive
 * application: around the one that rejects forged requests, and behind the one that makes
 * an answer of a denied access.
 */
final class ReactiveSecurityFilters implements Customizer<ServerHttpSecurity> {

	private static final String PASSED = ReactiveSecurityFilters.class.getName();

	private final SecurityEvents events;

	ReactiveSecurityFilters(SecurityEvents events) {
		this.events = events;
	}

	@Override
	public void customize(ServerHttpSecurity http) {
		http.addFilterBefore(this::watchForged, SecurityWebFiltersOrder.CSRF)
			.addFilterAfter(ReactiveSecurityFilters::pass, SecurityWebFiltersOrder.CSRF)
			.addFilterAfter(this::watchDenied, SecurityWebFiltersOrder.EXCEPTION_TRANSLATION);
	}

	private Mono<Void> watchForged(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange).then(Mono.fromRunnable(() -> {
			if (!exchange.getAttributes().containsKey(PASSED)
					&& HttpStatus.FORBIDDEN.equals(exchange.getResponse().getStatusCode())) {
				this.events.add(SecurityEventType.CSRF, ReactiveClients.of(exchange.getRequest()), null);
			}
		}));
	}

	private static Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getAttributes().put(PASSED, Boolean.TRUE);
		return chain.filter(exchange);
	}

	private Mono<Void> watchDenied(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange)
			.onErrorResume(AccessDeniedException.class, (denied) -> authentication().flatMap((authentication) -> {
				Client client = ReactiveClients.of(exchange.getRequest()).withAccountOf(authentication.orElse(null));
				this.events.add(SecurityEventType.denied(authentication.orElse(null)), client, null);
				return Mono.error(denied);
			}));
	}

	private static Mono<Optional<Authentication>> authentication() {
		return ReactiveSecurityContextHolder.getContext()
			.map((context) -> Optional.ofNullable(context.getAuthentication()))
			.defaultIfEmpty(Optional.empty());
	}

}
