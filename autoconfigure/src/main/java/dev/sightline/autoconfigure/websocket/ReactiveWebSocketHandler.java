package dev.sightline.autoconfigure.websocket;

import java.util.List;

import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Stands before the handler of the application for one connection.
 */
final class ReactiveWebSocketHandler implements WebSocketHandler {

	private final WebSocketHandler delegate;

	private final WebSocketConnection connection;

	ReactiveWebSocketHandler(WebSocketHandler delegate, WebSocketConnection connection) {
		this.delegate = delegate;
		this.connection = connection;
	}

	@Override
	public List<String> getSubProtocols() {
		return this.delegate.getSubProtocols();
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		this.connection.opened();
		// The handler may be done before the connection is, and the other way round.
		session.closeStatus()
			.map(CloseStatus::getCode)
			.defaultIfEmpty(WebSocketConnection.ABNORMAL)
			.onErrorReturn(WebSocketConnection.ABNORMAL)
			.subscribe(this.connection::closed);
		// An operator that fails while a message is passed on tells those that come after
		// it.
		return this.delegate.handle(new ReactiveWebSocketSession(session, this.connection))
			.doOnError(this.connection::failed)
			.contextWrite(this::withoutHandshake);
	}

	/**
	 * With automatic propagation, each operator would make the observation of the
	 * handshake current again.
	 */
	private Context withoutHandshake(Context context) {
		return (this.connection.trace() != SessionTrace.NONE) ? context.delete(ObservationThreadLocalAccessor.KEY)
				: context;
	}

}
