package dev.sightline.autoconfigure.websocket;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Counts the handshakes that another makes.
 */
final class ReactiveWebSocketService implements WebSocketService {

	private final WebSocketService delegate;

	private final ObjectProvider<WebSocketConnections> connections;

	ReactiveWebSocketService(WebSocketService delegate, ObjectProvider<WebSocketConnections> connections) {
		this.delegate = delegate;
		this.connections = connections;
	}

	@Override
	public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
		WebSocketConnection connection = this.connections.getObject()
			.handshake(pattern(exchange), observation(exchange));
		// On Netty the connection is open by then, on others it is about to be.
		return this.delegate.handleRequest(exchange, new ReactiveWebSocketHandler(handler, connection))
			.doOnSuccess((nothing) -> connection.handshake(true))
			.doOnError((ex) -> connection.handshake(false))
			.doOnCancel(() -> connection.handshake(false));
	}

	private static @Nullable String pattern(ServerWebExchange exchange) {
		Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		return (pattern instanceof PathPattern path) ? path.getPatternString() : null;
	}

	private static Observation.@Nullable ContextView observation(ServerWebExchange exchange) {
		return ServerRequestObservationContext.findCurrent(exchange.getAttributes()).orElse(null);
	}

}
