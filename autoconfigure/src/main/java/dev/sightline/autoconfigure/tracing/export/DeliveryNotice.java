package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.RepeatedLine;
import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;
import dev.sightline.autoconfigure.export.ReceiverNotice;

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

	private final ReceiverNotice receiver;

	/**
	 * Create a notice that has told nothing.
	 * @param endpointKey the property that names the endpoint
	 */
	DeliveryNotice(ExportCounts counts, String endpointKey) {
		this.counts = counts;
		this.endpointKey = endpointKey;
		this.receiver = new ReceiverNotice(logger, "Spans", counts, this::property,
				() -> this.failures.ask() != RepeatedLine.NOT_NOW);
	}

	/**
	 * There was no room for a span.
	 */
	void full() {
		if (!this.receiver.isFailing() && this.overflows.ask() != RepeatedLine.NOT_NOW) {
			logger.warn("Spans for {} are lost, since more end than are sent. See {}. This line comes once an hour.",
					this.counts.destination(), "management.opentelemetry.tracing.export.max-queue-size");
		}
	}

	void failed(Delivery delivery) {
		LossReason reason = delivery.reason();
		this.receiver.failed((reason != null) ? reason : LossReason.ERROR, delivery.detail());
	}

	/**
	 * A batch was taken, if perhaps not all of it.
	 */
	void sent(Delivery delivery) {
		if (delivery.detail() != null) {
			this.receiver.lost(LossReason.REJECTED, delivery.detail());
		}
		else {
			this.receiver.sent();
		}
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
