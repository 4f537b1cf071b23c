package dev.sightline.autoconfigure.logging.context;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;

/**
 * Puts user and session into the context that Reactor restores the MDC from, once Spring
 * Security knows the user. It reads the id of the session as it was sent, and neither
 * looks for a session nor makes one.
 */
class ReactiveRequestFieldsFilter implements WebFilter, Ordered {

	/**
	 * Who has not logged in, as Spring Security has it.
	 */
	private static final String ANONYMOUS = "AnonymousAuthenticationToken";

	private final RequestFields fields;

	private final ObjectProvider<WebSessionManager> sessions;

	private final int order;

	ReactiveRequestFieldsFilter(RequestFields fields, ObjectProvider<WebSessionManager> sessions, int order) {
		this.fields = fields;
		this.sessions = sessions;
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return user(exchange).map((user) -> fields(exchange, user.isEmpty() ? null : user))
			.flatMap((fields) -> chain.filter(exchange)
				.contextWrite((context) -> context.put(RequestFieldsThreadLocalAccessor.KEY, fields)));
	}

	/**
	 * The name of the user, empty without one.
	 */
	private Mono<String> user(ServerWebExchange exchange) {
		if (!this.fields.hasUser()) {
			return Mono.just("");
		}
		// Whoever needs the user is told what goes wrong with it.
		return exchange.getPrincipal().map(ReactiveRequestFieldsFilter::name).onErrorReturn("").defaultIfEmpty("");
	}

	private static String name(Principal principal) {
		String name = principal.getClass().getSimpleName().equals(ANONYMOUS) ? null : principal.getName();
		return (name != null) ? name : "";
	}

	private Map<String, String> fields(ServerWebExchange exchange, @Nullable String user) {
		Map<String, String> fields = this.fields.of(user, sessionId(exchange));
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> fields.forEach(context::put));
		return fields;
	}

	private @Nullable String sessionId(ServerWebExchange exchange) {
		if (this.fields.hasSession() && this.sessions.getIfAvailable() instanceof DefaultWebSessionManager manager) {
			List<String> ids = manager.getSessionIdResolver().resolveSessionIds(exchange);
			return ids.isEmpty() ? null : ids.get(0);
		}
		return null;
	}

}
