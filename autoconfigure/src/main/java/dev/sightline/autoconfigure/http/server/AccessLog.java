package dev.sightline.autoconfigure.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.spans.Spans;
import dev.sightline.autoconfigure.http.ObservationTags;

/**
 * Logs requests that are over, each in one line.
 */
class AccessLog {

	private static final Logger logger = LoggerFactory.getLogger(AccessLog.class);

	/**
	 * What may be known of who sent a request: keys of its context and of the MDC.
	 */
	private static final List<String> SENDER = List.of("user_id", "session_id");

	private final Spans spans;

	private final double sampling;

	private final boolean clientAddress;

	AccessLog(HttpProperties.AccessLog properties, Spans spans) {
		this.spans = spans;
		this.sampling = properties.getSampling();
		this.clientAddress = properties.isClientAddress();
		if (!(this.sampling >= 0 && this.sampling <= 1)) {
			throw new InvalidConfigurationPropertyValueException("sightline.http.access-log.sampling", this.sampling,
					"It has to be a share from 0 to 1, such as 0.1 for one request in ten.");
		}
	}

	/**
	 * Whether a request gets a line: one that failed or was slow always does.
	 */
	boolean wants(int status, boolean slow) {
		return (status >= 500 || slow || this.sampling == 1 || ThreadLocalRandom.current().nextDouble() < this.sampling)
				&& logger.isInfoEnabled();
	}

	/**
	 * Log a request.
	 */
	void log(Observation.Context context, Line line) {
		this.spans.run(context, () -> {
			List<String> put = new ArrayList<>(3);
			put(RequestId.MDC_KEY, line.id(), put);
			SENDER.forEach((key) -> put(key, context.get(key), put));
			try {
				write(context, line);
			}
			finally {
				put.forEach(MDC::remove);
			}
		});
	}

	private static void put(String key, @Nullable Object value, List<String> put) {
		if (value instanceof String text && MDC.get(key) == null) {
			MDC.put(key, text);
			put.add(key);
		}
	}

	private void write(Observation.Context context, Line line) {
		String route = ObservationTags.value(context, "uri");
		long millis = TimeUnit.NANOSECONDS.toMillis(line.nanos());
		LoggingEventBuilder event = logger.atInfo()
			.addKeyValue("event_type", "response")
			.addKeyValue("http.request.method", line.method())
			.addKeyValue("http.route", route)
			.addKeyValue("http.response.status_code", line.status())
			.addKeyValue("duration_ms", millis);
		if (line.requestBytes() >= 0) {
			event = event.addKeyValue("http.request.body.size", line.requestBytes());
		}
		if (line.responseBytes() >= 0) {
			event = event.addKeyValue("http.response.body.size", line.responseBytes());
		}
		if (this.clientAddress && line.clientAddress() != null) {
			event = event.addKeyValue("client.address", line.clientAddress());
		}
		event.log("{} {} answered {} after {} ms", line.method(), route, line.status(), millis);
	}

	/**
	 * What a line says.
	 *
	 * @param id the id of the request, {@code null} for none
	 * @param method the method as it was sent, {@code null} if it is not known
	 * @param status the status, 0 if there is none
	 * @param nanos how long the request took
	 * @param requestBytes the size of the body of the request, -1 if it is not known
	 * @param responseBytes the size of the body of the answer, -1 if it is not known
	 * @param clientAddress the address of the client, {@code null} if it is not known
	 */
	record Line(@Nullable String id, @Nullable String method, int status, long nanos, long requestBytes,
			long responseBytes, @Nullable String clientAddress) {

	}

}
