package dev.sightline.autoconfigure.websocket;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Counts the messages of a session, and makes the span of each that is received current
 * while it is passed on. The demand of the application is not changed.
 */
final class ReactiveWebSocketSession implements WebSocketSession {

	private final WebSocketSession delegate;

	private final WebSocketConnection connection;

	ReactiveWebSocketSession(WebSocketSession delegate, WebSocketConnection connection) {
		this.delegate = delegate;
		this.connection = connection;
	}

	@Override
	public Flux<WebSocketMessage> receive() {
		return this.delegate.receive()
			.transform(Operators
				.<WebSocketMessage, WebSocketMessage>lift((source, subscriber) -> new Receiver(subscriber)));
	}

	@Override
	public Mono<Void> send(Publisher<WebSocketMessage> messages) {
		return this.delegate.send(Flux.from(messages).doOnNext((message) -> {
			if (isData(message)) {
				this.connection.sent(message.getPayload().readableByteCount(), true);
			}
		}));
	}

	private static boolean isData(WebSocketMessage message) {
		return message.getType() == WebSocketMessage.Type.TEXT || message.getType() == WebSocketMessage.Type.BINARY;
	}

	@Override
	public String getId() {
		return this.delegate.getId();
	}

	@Override
	public HandshakeInfo getHandshakeInfo() {
		return this.delegate.getHandshakeInfo();
	}

	@Override
	public DataBufferFactory bufferFactory() {
		return this.delegate.bufferFactory();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.delegate.getAttributes();
	}

	@Override
	public boolean isOpen() {
		return this.delegate.isOpen();
	}

	@Override
	public Mono<Void> close(CloseStatus status) {
		return this.delegate.close(status);
	}

	@Override
	public Mono<CloseStatus> closeStatus() {
		return this.delegate.closeStatus();
	}

	@Override
	public WebSocketMessage textMessage(String payload) {
		return this.delegate.textMessage(payload);
	}

	@Override
	public WebSocketMessage binaryMessage(Function<DataBufferFactory, DataBuffer> payloadFactory) {
		return this.delegate.binaryMessage(payloadFactory);
	}

	@Override
	public WebSocketMessage pingMessage(Function<DataBufferFactory, DataBuffer> payloadFactory) {
		return this.delegate.pingMessage(payloadFactory);
	}

	@Override
	public WebSocketMessage pongMessage(Function<DataBufferFactory, DataBuffer> payloadFactory) {
		return this.delegate.pongMessage(payloadFactory);
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

	private final class Receiver implements CoreSubscriber<WebSocketMessage> {

		private final CoreSubscriber<? super WebSocketMessage> subscriber;

		Receiver(CoreSubscriber<? super WebSocketMessage> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public Context currentContext() {
			return this.subscriber.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscriber.onSubscribe(subscription);
		}

		@Override
		public void onNext(WebSocketMessage message) {
			if (!isData(message)) {
				this.subscriber.onNext(message);
				return;
			}
			WebSocketConnection connection = ReactiveWebSocketSession.this.connection;
			connection.received(message.getPayload().readableByteCount(), true);
			MessageSpan span = connection.enter(true);
			try {
				this.subscriber.onNext(message);
			}
			finally {
				connection.exit(span, true);
			}
		}

		@Override
		public void onError(Throwable error) {
			if (error instanceof IOException) {
				// Netty then wants to end it by itself, as if a handler had failed.
				ReactiveWebSocketSession.this.connection.broken();
			}
			this.subscriber.onError(error);
		}

		@Override
		public void onComplete() {
			this.subscriber.onComplete();
		}

	}

}
