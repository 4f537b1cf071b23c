package dev.sightline.autoconfigure.websocket;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

/**
 * Takes the place of the one that answers the requests of SockJS below a path.
 */
final class ObservedSockJsRequestHandler extends SockJsHttpRequestHandler {

	private final String uri;

	private final ObjectProvider<WebSocketConnections> connections;

	ObservedSockJsRequestHandler(SockJsHttpRequestHandler original, String uri,
			ObjectProvider<WebSocketConnections> connections) {
		super(original.getSockJsService(), ObservedWebSocketHandler.withoutDecorators(original.getWebSocketHandler()));
		this.uri = uri;
		this.connections = connections;
	}

	/**
	 * Whichever request begins a session, its handler becomes that of the session.
	 */
	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		WebSocketConnection connection = this.connections.getObject().handshake(this.uri, null);
		SockJsHttpRequestHandler handler = new SockJsHttpRequestHandler(getSockJsService(),
				ObservedWebSocketHandler.of(getWebSocketHandler(), connection));
		boolean upgraded = false;
		try {
			handler.handleRequest(request, response);
			upgraded = ObservedRequestHandler.isUpgraded(request, response);
		}
		finally {
			// The other transports shake hands with a request that looks like any other.
			if (request.getRequestURI().endsWith("/websocket")) {
				connection.handshake(upgraded);
			}
		}
	}

}
