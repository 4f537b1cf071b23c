package dev.sightline.autoconfigure.websocket;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Takes the place of the one that makes handshakes on a path, and counts them.
 */
final class ObservedRequestHandler extends WebSocketHttpRequestHandler {

	private final WebSocketHttpRequestHandler original;

	private final String uri;

	private final ObjectProvider<WebSocketConnections> connections;

	ObservedRequestHandler(WebSocketHttpRequestHandler original, String uri,
			ObjectProvider<WebSocketConnections> connections) {
		super(original.getWebSocketHandler(), original.getHandshakeHandler());
		this.original = original;
		this.uri = uri;
		this.connections = connections;
	}

	/**
	 * The handler of the original is decorated.
	 */
	@Override
	protected WebSocketHandler decorate(WebSocketHandler handler) {
		return handler;
	}

	@Override
	public void setHandshakeInterceptors(@Nullable List<HandshakeInterceptor> interceptors) {
		this.original.setHandshakeInterceptors(interceptors);
	}

	@Override
	public List<HandshakeInterceptor> getHandshakeInterceptors() {
		return this.original.getHandshakeInterceptors();
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		WebSocketConnection connection = this.connections.getObject().handshake(this.uri, null);
		WebSocketHttpRequestHandler handler = new WebSocketHttpRequestHandler(
				ObservedWebSocketHandler.of(getWebSocketHandler(), connection), getHandshakeHandler());
		handler.setHandshakeInterceptors(getHandshakeInterceptors());
		boolean upgraded = false;
		try {
			handler.handleRequest(request, response);
			upgraded = isUpgraded(request, response);
		}
		finally {
			connection.handshake(upgraded);
		}
	}

	static boolean isUpgraded(HttpServletRequest request, HttpServletResponse response) {
		// HTTP/2 asks with CONNECT, and is not told to switch.
		int upgraded = "CONNECT".equals(request.getMethod()) ? HttpStatus.OK.value()
				: HttpStatus.SWITCHING_PROTOCOLS.value();
		return response.getStatus() == upgraded;
	}

}
