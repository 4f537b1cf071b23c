package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties.Export;

/**
 * Settings of a queue, which are those of Spring Boot.
 *
 * @param capacity how many spans it holds
 * @param batch how many spans are sent at once
 * @param delay how long a span waits for others
 * @param timeout how long sending a batch may take
 * @param unsampled whether spans are sent that are recorded and not sampled
 * @param end how long sending what is left may take when the queue is closed and nobody
 * has flushed it before
 */
record SpanQueueSettings(int capacity, int batch, Duration delay, Duration timeout, boolean unsampled, Duration end) {

	static SpanQueueSettings of(Export export, Duration end) {
		return new SpanQueueSettings(export.getMaxQueueSize(), export.getMaxBatchSize(), export.getScheduleDelay(),
				export.getTimeout(), export.isIncludeUnsampled(), end);
	}

}
