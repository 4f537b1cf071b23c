package dev.sightline.autoconfigure.websocket;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one mapped path, looked up once.
 */
final class UriMeters {

	private static final int FIRST_CODE = 1000;

	private static final int LAST_CODE = 1015;

	/**
	 * Of the codes, which is where all others are counted.
	 */
	private static final int OTHER = LAST_CODE - FIRST_CODE + 1;

	private final MeterRegistry registry;

	private final String uri;

	private final AtomicInteger active = new AtomicInteger();

	private final DistributionSummary received;

	private final DistributionSummary sent;

	private final Timer duration;

	private final Counter successes;

	private final Counter failures;

	/**
	 * Made when they are needed: few of them ever are.
	 */
	private final AtomicReferenceArray<Counter> closes = new AtomicReferenceArray<>(OTHER + 1);

	UriMeters(MeterRegistry registry, String uri) {
		this.registry = registry;
		this.uri = uri;
		Gauge.builder("websocket.connections.active", this.active, AtomicInteger::get)
			.description("WebSocket connections that are open")
			.tag("uri", uri)
			.register(registry);
		this.received = size("received");
		this.sent = size("sent");
		this.duration = Timer.builder("websocket.session.duration")
			.description("Time from the opening of a WebSocket connection to its end")
			.tag("uri", uri)
			.register(registry);
		this.successes = handshakes("success");
		this.failures = handshakes("failure");
	}

	private DistributionSummary size(String direction) {
		return DistributionSummary.builder("websocket.message.size")
			.description("Size of WebSocket messages")
			.baseUnit("bytes")
			.tag("uri", this.uri)
			.tag("direction", direction)
			.register(this.registry);
	}

	private Counter handshakes(String outcome) {
		return Counter.builder("websocket.handshakes")
			.description("WebSocket handshakes that were attempted")
			.tag("uri", this.uri)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	private Counter closes(int index) {
		Counter counter = this.closes.get(index);
		if (counter == null) {
			counter = Counter.builder("websocket.closes")
				.description("WebSocket connections that have ended")
				.tag("uri", this.uri)
				.tag("code", (index != OTHER) ? Integer.toString(FIRST_CODE + index) : "other")
				.register(this.registry);
			this.closes.set(index, counter);
		}
		return counter;
	}

	String uri() {
		return this.uri;
	}

	void handshake(boolean success) {
		(success ? this.successes : this.failures).increment();
	}

	void opened() {
		this.active.incrementAndGet();
	}

	void closed(int code, long nanos) {
		this.active.decrementAndGet();
		this.duration.record(nanos, TimeUnit.NANOSECONDS);
		closes((code >= FIRST_CODE && code <= LAST_CODE) ? code - FIRST_CODE : OTHER).increment();
	}

	void received(long bytes) {
		this.received.record(bytes);
	}

	void sent(long bytes) {
		this.sent.record(bytes);
	}

}
