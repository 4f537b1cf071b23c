package dev.sightline.autoconfigure.websocket;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Handlers as applications write them.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSocket
class ServletWebSocketApp implements WebSocketConfigurer {

	private static final Logger logger = LoggerFactory.getLogger(ServletWebSocketApp.class);

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(new Echo(), "/ws/count", "/ws/rooms/{room}", "/ws/ping", "/ws/trace", "/ws/reset",
				"/ws/many", "/ws/native");
		registry.addHandler(new Echo(), "/ws/refuse").addInterceptors(new Interceptor());
		registry.addHandler(new Parts(), "/ws/parts");
		registry.addHandler(new Throwing(), "/ws/throwing");
		registry.addHandler(new Throwing(), "/ws/throwing-sock").withSockJS();
		registry.addHandler(new Stillborn(), "/ws/stillborn");
		registry.addHandler(new Echo(), "/ws/sock").withSockJS().setDisconnectDelay(60_000);
	}

	@Bean
	WebSocketHandlerMapping ownMapping() {
		WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
		mapping.setUrlMap(Map.of("/ws/own", new WebSocketHttpRequestHandler(new Echo()) {
		}));
		mapping.setOrder(-1);
		return mapping;
	}

	private static final class Echo extends AbstractWebSocketHandler {

		private final Map<WebSocketSession, WebSocketSession> sessions = new ConcurrentHashMap<>();

		@Override
		public void afterConnectionEstablished(WebSocketSession session) {
			this.sessions.put(session, new ConcurrentWebSocketSessionDecorator(session, 5000, 100_000));
		}

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
			logger.info("Handling");
			switch (message.getPayload()) {
				case "ping me" -> this.sessions.get(session).sendMessage(new PingMessage());
				case "native" -> this.sessions.get(session).sendMessage(new TextMessage(describe(session)));
				default -> this.sessions.get(session).sendMessage(message);
			}
		}

		private static String describe(WebSocketSession session) {
			Object container = ((NativeWebSocketSession) session).getNativeSession(jakarta.websocket.Session.class);
			return container.getClass().getSimpleName() + " "
					+ WebSocketSessionDecorator.unwrap(session).getClass().getSimpleName();
		}

		@Override
		protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws IOException {
			this.sessions.get(session).sendMessage(message);
		}

		@Override
		protected void handlePongMessage(WebSocketSession session, PongMessage message) throws IOException {
			this.sessions.get(session).sendMessage(new TextMessage("pong"));
		}

		@Override
		public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
			if (this.sessions.remove(session) == null) {
				throw new IllegalStateException("Another session");
			}
		}

	}

	private static final class Parts extends AbstractWebSocketHandler {

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
			session.sendMessage(message);
		}

		@Override
		public boolean supportsPartialMessages() {
			return true;
		}

	}

	private static final class Throwing extends AbstractWebSocketHandler {

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) {
			throw new IllegalStateException("No");
		}

	}

	private static final class Stillborn extends AbstractWebSocketHandler {

		@Override
		public void afterConnectionEstablished(WebSocketSession session) {
			throw new IllegalStateException("No");
		}

	}

	private static final class Interceptor implements HandshakeInterceptor {

		@Override
		public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Map<String, Object> attributes) {
			String answer = request.getHeaders().getFirst("answer");
			if ("throw".equals(answer)) {
				throw new IllegalStateException("No");
			}
			return !"no".equals(answer);
		}

		@Override
		public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Exception exception) {
		}

	}

}
