package dev.sightline.autoconfigure.websocket;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * One connection from its handshake to its end. None of its methods throws.
 */
final class WebSocketConnection {

	/**
	 * What a message has that is none: pings and pongs are not counted.
	 */
	static final long NO_SIZE = -1;

	/**
	 * That no close frame was seen.
	 */
	static final int ABNORMAL = 1006;

	private final UriMeters meters;

	private final SessionTrace trace;

	private final Guard faults;

	private final String spanName;

	private final Map<String, String> spanAttributes;

	private final AtomicBoolean attempted = new AtomicBoolean();

	private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

	private volatile boolean broken;

	private volatile long start;

	private volatile long receivedParts;

	private volatile long sentParts;

	private volatile @Nullable MessageSpan unfinished;

	private volatile @Nullable MessageSpan current;

	WebSocketConnection(UriMeters meters, SessionTrace trace, Guard faults) {
		this.meters = meters;
		this.trace = trace;
		this.faults = faults;
		this.spanName = "websocket receive " + meters.uri();
		this.spanAttributes = Map.of("http.route", meters.uri(), "network.protocol.name", "websocket");
	}

	SessionTrace trace() {
		return this.trace;
	}

	/**
	 * Count the handshake, unless that was done before.
	 */
	void handshake(boolean success) {
		if (this.attempted.compareAndSet(false, true)) {
			this.faults.run(() -> this.meters.handshake(success));
		}
	}

	void opened() {
		this.start = System.nanoTime();
		if (this.state.compareAndSet(State.NEW, State.OPEN)) {
			handshake(true);
			this.meters.opened();
		}
	}

	/**
	 * Say that the connection broke, whatever code its end will have.
	 */
	void broken() {
		this.broken = true;
	}

	/**
	 * Count the end of the connection, unless that was done before.
	 */
	void closed(int code) {
		if (this.state.compareAndSet(State.OPEN, State.CLOSED)) {
			int actual = this.broken ? ABNORMAL : code;
			this.faults.run(() -> this.meters.closed(actual, System.nanoTime() - this.start));
			MessageSpan span = this.unfinished;
			if (span != null) {
				this.unfinished = null;
				span.end();
			}
		}
	}

	/**
	 * Count a message, or add to its size if it is not the last part. The parts of one
	 * message follow each other, by the protocol.
	 */
	void received(long bytes, boolean last) {
		long size = this.receivedParts + bytes;
		this.receivedParts = last ? 0 : size;
		if (last) {
			this.faults.run(this.meters, size, UriMeters::received);
		}
	}

	/**
	 * Count a message as {@link #received} does.
	 */
	void sent(long bytes, boolean last) {
		long size = this.sentParts + bytes;
		this.sentParts = last ? 0 : size;
		if (last) {
			this.faults.run(this.meters, size, UriMeters::sent);
		}
	}

	/**
	 * Make the span of a message that was received the current one. The parts of one
	 * message share it.
	 */
	MessageSpan enter(boolean last) {
		MessageSpan span = this.unfinished;
		if (span == null) {
			span = this.trace.start(this.spanName, this.spanAttributes);
		}
		this.unfinished = last ? null : span;
		this.current = span;
		span.enter();
		return span;
	}

	/**
	 * Say that the application failed to handle the current message, if there is one.
	 */
	void failed(Throwable error) {
		MessageSpan span = this.current;
		if (span != null) {
			span.error(error);
		}
	}

	void exit(MessageSpan span, boolean last) {
		this.current = null;
		span.exit();
		if (last) {
			span.end();
		}
	}

	private enum State {

		NEW, OPEN, CLOSED

	}

}
