package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.RepeatedLine;
import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * Tells that spans are lost, with the property to look at, once an hour at most.
 */
class DeliveryNotice {

	private static final String OTLP = "management.opentelemetry.tracing.export.otlp.";

	private static final Duration PAUSE = Duration.ofHours(1);

	private static final Logger logger = LoggerFactory.getLogger(DeliveryNotice.class);

	private final ExportCounts counts;

	private final String endpointKey;

	private final RepeatedLine failures = new RepeatedLine(PAUSE);

	private final RepeatedLine overflows = new RepeatedLine(PAUSE);

	private final AtomicBoolean failing = new AtomicBoolean();

	/**
	 * Create a notice that has told nothing.
	 * @param endpointKey the property that names the endpoint
	 */
	DeliveryNotice(ExportCounts counts, String endpointKey) {
		this.counts = counts;
		this.endpointKey = endpointKey;
	}

	/**
	 * There was no room for a span.
	 */
	void full() {
		if (!this.failing.get() && this.overflows.ask() != RepeatedLine.NOT_NOW) {
			logger.warn("Spans for {} are lost, since more end than are sent. See {}. This line comes once an hour.",
					this.counts.destination(), "management.opentelemetry.tracing.export.max-queue-size");
		}
	}

	void failed(Delivery delivery) {
		this.failing.set(true);
		LossReason reason = delivery.reason();
		warn(delivery, (reason != null) ? reason : LossReason.ERROR);
	}

	/**
	 * A batch was taken, if perhaps not all of it.
	 */
	void sent(Delivery delivery) {
		if (delivery.detail() != null) {
			warn(delivery, LossReason.REJECTED);
		}
		else if (this.failing.compareAndSet(true, false)) {
			logger.info("Spans reach {} again. {} were lost until now.", this.counts.destination(), lost());
		}
	}

	private void warn(Delivery delivery, LossReason reason) {
		if (this.failures.ask() != RepeatedLine.NOT_NOW) {
			logger.warn("Spans do not reach {}: {}. {} were lost until now. See {}. This line comes once an hour.",
					this.counts.destination(), delivery.detail(), lost(), property(reason));
		}
	}

	private long lost() {
		return this.counts.dropped() + this.counts.failed();
	}

	private String property(LossReason reason) {
		if (!this.endpointKey.startsWith(OTLP)) {
			return this.endpointKey;
		}
		return switch (reason) {
			case UNAUTHORIZED -> OTLP + "headers";
			case TIMEOUT -> this.endpointKey + " and " + OTLP + "timeout";
			case THROTTLED -> "sightline.tracing.sampling";
			default -> this.endpointKey;
		};
	}

}
