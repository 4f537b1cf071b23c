package dev.sightline.autoconfigure.health.web;

import java.security.Principal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Answers the probes of a reactive application that not everybody may ask, behind Spring
 * Security.
 */
class ReactiveProbeFilter implements WebFilter, Ordered {

	private final ReactiveProbes probes;

	private final int order;

	ReactiveProbeFilter(ReactiveProbes probes, int order) {
		this.probes = probes;
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Probe probe = this.probes.find(exchange.getRequest());
		if (probe == null) {
			return chain.filter(exchange);
		}
		if (probe != Probe.DETAILED) {
			return answer(probe, exchange);
		}
		return exchange.getPrincipal().map(Optional::of).defaultIfEmpty(Optional.empty()).flatMap((principal) -> {
			Answer refusal = refusal(principal.orElse(null));
			return (refusal != null) ? ReactiveProbes.write(refusal, exchange.getRequest(), exchange.getResponse())
					: answer(probe, exchange);
		});
	}

	private @Nullable Answer refusal(@Nullable Principal principal) {
		// The authorities of the principal tell the roles.
		return this.probes.access().refusal(principal, (role) -> false);
	}

	private Mono<Void> answer(Probe probe, ServerWebExchange exchange) {
		return this.probes.answer(probe, exchange.getRequest(), exchange.getResponse());
	}

}
