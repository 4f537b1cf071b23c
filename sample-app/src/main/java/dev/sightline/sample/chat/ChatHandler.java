package dev.sightline.sample.chat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * Tells everyone what one says.
 */
class ChatHandler extends TextWebSocketHandler {

	private static final Logger logger = LoggerFactory.getLogger(ChatHandler.class);

	private static final int LONGEST_MESSAGE = 1000;

	private static final int SEND_TIMEOUT_MILLIS = 1000;

	private static final int WAITING_BYTES = 64 * 1024;

	private final Map<String, WebSocketSession> sessions = new ConcurrentHashMap<>();

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		// A longer one ends the connection with code 1009.
		session.setTextMessageSizeLimit(LONGEST_MESSAGE);
		this.sessions.put(session.getId(),
				new ConcurrentWebSocketSessionDecorator(session, SEND_TIMEOUT_MILLIS, WAITING_BYTES));
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		logger.info("Telling {} customers", this.sessions.size());
		for (WebSocketSession receiver : this.sessions.values()) {
			try {
				receiver.sendMessage(message);
			}
			catch (IOException | RuntimeException ex) {
				logger.info("A customer is gone");
			}
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		this.sessions.remove(session.getId());
	}

}
