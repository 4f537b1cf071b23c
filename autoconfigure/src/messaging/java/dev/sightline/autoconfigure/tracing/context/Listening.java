package dev.sightline.autoconfigure.tracing.context;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.slf4j.MDC;

import dev.sightline.testing.Leftovers;

/**
 * What the thread of a listener knows while it has a message, and when it has none.
 */
class Listening {

	private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> left = new LinkedBlockingQueue<>();

	private final Tracer tracer;

	private final Leftovers leftovers;

	Listening(Tracer tracer, ObservationRegistry registry) {
		this.tracer = tracer;
		this.leftovers = new Leftovers(tracer, registry);
	}

	/**
	 * There is a message.
	 */
	void hear() {
		this.heard.add(this.tracer.currentSpan().context().traceId() + " " + MDC.get("traceId") + " "
				+ this.tracer.getBaggage("tenant").get());
	}

	/**
	 * There is none.
	 */
	void idle() {
		this.left.add(this.leftovers.here());
	}

	/**
	 * The trace by the tracer and by the MDC, and the baggage of the next message.
	 */
	String heard() throws InterruptedException {
		return this.heard.poll(60, TimeUnit.SECONDS);
	}

	/**
	 * What is known after now without a message.
	 */
	String left() throws InterruptedException {
		this.left.clear();
		return this.left.poll(60, TimeUnit.SECONDS);
	}

}
