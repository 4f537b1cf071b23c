package dev.sightline.autoconfigure.websocket;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ExceptionWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.LoggingWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/**
 * Stands before the handler of the application for one connection.
 */
final class ObservedWebSocketHandler extends WebSocketHandlerDecorator {

	/**
	 * Attribute of the sessions of STOMP, whose messages are handled elsewhere.
	 */
	static final String TRACE_ATTRIBUTE = "dev.sightline.websocket.trace";

	private static final boolean MESSAGING_PRESENT = ClassUtils.isPresent(
			"org.springframework.messaging.support.ExecutorChannelInterceptor",
			ObservedWebSocketHandler.class.getClassLoader());

	private final WebSocketConnection connection;

	private final boolean stomp;

	private volatile @Nullable WebSocketSession session;

	private ObservedWebSocketHandler(WebSocketHandler delegate, WebSocketConnection connection) {
		super(new ExceptionWebSocketHandlerDecorator(new Witness(delegate, connection)));
		this.connection = connection;
		this.stomp = MESSAGING_PRESENT && getLastHandler() instanceof SubProtocolWebSocketHandler;
	}

	/**
	 * Stand before a handler that has the decorators which Spring gives to this one, too.
	 * What logs a failure comes back, so that its line has the ids of the message.
	 */
	static ObservedWebSocketHandler of(WebSocketHandler handler, WebSocketConnection connection) {
		return new ObservedWebSocketHandler(withoutDecorators(handler), connection);
	}

	/**
	 * Take away what Spring's request handlers give to each handler.
	 */
	static WebSocketHandler withoutDecorators(WebSocketHandler handler) {
		WebSocketHandler delegate = handler;
		if (delegate instanceof ExceptionWebSocketHandlerDecorator decorator) {
			delegate = decorator.getDelegate();
		}
		if (delegate instanceof LoggingWebSocketHandlerDecorator decorator) {
			delegate = decorator.getDelegate();
		}
		return delegate;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		WebSocketSession observed = ObservedWebSocketSession.of(session, this.connection);
		this.session = observed;
		if (this.stomp) {
			session.getAttributes().put(TRACE_ATTRIBUTE, this.connection.trace());
		}
		this.connection.opened();
		super.afterConnectionEstablished(observed);
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
		long size = ObservedWebSocketSession.size(message);
		if (size == WebSocketConnection.NO_SIZE) {
			super.handleMessage(observed(session), message);
			return;
		}
		boolean last = message.isLast();
		this.connection.received(size, last);
		MessageSpan span = this.stomp ? MessageSpan.NONE : this.connection.enter(last);
		try {
			super.handleMessage(observed(session), message);
		}
		finally {
			this.connection.exit(span, last);
		}
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) throws Exception {
		super.handleTransportError(observed(session), exception);
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus closeStatus) throws Exception {
		this.connection.closed(closeStatus.getCode());
		super.afterConnectionClosed(observed(session), closeStatus);
	}

	/**
	 * The same session each time: applications keep them in sets.
	 */
	private WebSocketSession observed(WebSocketSession session) {
		WebSocketSession observed = this.session;
		return (observed != null) ? observed : session;
	}

	/**
	 * Tells what the handler of the application throws.
	 */
	private static final class Witness extends WebSocketHandlerDecorator {

		private final WebSocketConnection connection;

		Witness(WebSocketHandler delegate, WebSocketConnection connection) {
			super(delegate);
			this.connection = connection;
		}

		@Override
		public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
			try {
				super.handleMessage(session, message);
			}
			catch (Throwable ex) {
				this.connection.failed(ex);
				throw ex;
			}
		}

	}

}
