package dev.sightline.autoconfigure.websocket;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * Counts the messages that a session sends.
 */
class ObservedWebSocketSession extends WebSocketSessionDecorator {

	private static final int ONE_BYTE = 0x80;

	private static final int TWO_BYTES = 0x800;

	private final WebSocketConnection connection;

	ObservedWebSocketSession(WebSocketSession session, WebSocketConnection connection) {
		super(session);
		this.connection = connection;
	}

	static ObservedWebSocketSession of(WebSocketSession session, WebSocketConnection connection) {
		return (session instanceof NativeWebSocketSession natively) ? new Native(natively, connection)
				: new ObservedWebSocketSession(session, connection);
	}

	@Override
	public void sendMessage(WebSocketMessage<?> message) throws IOException {
		// Before a buffer is read, and counted only once it went out.
		long size = size(message);
		super.sendMessage(message);
		if (size != WebSocketConnection.NO_SIZE) {
			this.connection.sent(size, message.isLast());
		}
	}

	@Override
	public String toString() {
		return getDelegate().toString();
	}

	/**
	 * The size of a message in bytes, or {@link WebSocketConnection#NO_SIZE}.
	 */
	static long size(WebSocketMessage<?> message) {
		if (message instanceof TextMessage text) {
			return utf8Length(text.getPayload());
		}
		return (message instanceof BinaryMessage) ? message.getPayloadLength() : WebSocketConnection.NO_SIZE;
	}

	/**
	 * The message itself would encode its text to know.
	 */
	private static long utf8Length(String text) {
		long length = text.length();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c >= ONE_BYTE) {
				// A surrogate is half of four bytes.
				length += (c < TWO_BYTES || Character.isSurrogate(c)) ? 1 : 2;
			}
		}
		return length;
	}

	/**
	 * Of a session that gives access to the one of the container.
	 */
	private static final class Native extends ObservedWebSocketSession implements NativeWebSocketSession {

		private final NativeWebSocketSession session;

		Native(NativeWebSocketSession session, WebSocketConnection connection) {
			super(session, connection);
			this.session = session;
		}

		@Override
		public Object getNativeSession() {
			return this.session.getNativeSession();
		}

		@Override
		public <T> @Nullable T getNativeSession(@Nullable Class<T> requiredType) {
			return this.session.getNativeSession(requiredType);
		}

	}

}
