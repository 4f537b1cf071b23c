package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.http.server.HttpProperties.StreamLatency;
import dev.sightline.autoconfigure.spans.ObservationLatency;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Tells of requests what their timer does not: how many there are, which are slow, when a
 * stream began, and which were refused for coming too often.
 *
 * @param <C> the context of a request
 */
abstract class ServerRequestHandler<C extends Observation.Context> implements ObservationHandler<C> {

	private static final int TOO_MANY_REQUESTS = 429;

	private final Class<C> type;

	private final RouteMeters meters;

	private final ObjectProvider<MeterRegistry> registry;

	private final SlowRequests slowRequests;

	private final Spans spans;

	private final boolean traceIdInAnswer;

	private final boolean firstByteIsLatency;

	private final @Nullable AccessLog accessLog;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ServerRequestHandler.class),
			"A request was not fully measured. This is told once.");

	private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();

	ServerRequestHandler(Class<C> type, ObjectProvider<MeterRegistry> registry, SlowRequests slowRequests, Spans spans,
			HttpProperties properties) {
		this.type = type;
		this.registry = registry;
		this.meters = new RouteMeters(registry);
		this.slowRequests = slowRequests;
		this.spans = spans;
		this.traceIdInAnswer = properties.getHeaders().isTraceId();
		this.firstByteIsLatency = properties.getStreamLatency() == StreamLatency.FIRST_BYTE;
		this.accessLog = properties.getAccessLog().isEnabled() ? new AccessLog(properties.getAccessLog(), spans) : null;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.type.isInstance(context);
	}

	@Override
	public void onStart(C context) {
		this.guard.run(this, context, ServerRequestHandler::start);
	}

	private void start(C context) {
		String id = id(context);
		if (id != null) {
			this.spans.tag(context, RequestId.MDC_KEY, id);
		}
		String traceId = this.traceIdInAnswer ? this.spans.traceId(context) : null;
		if (traceId != null) {
			setTraceId(context, traceId);
		}
		started(context, new ActiveRequest(active(method(context))));
	}

	@Override
	public void onStop(C context) {
		this.guard.run(this, context, ServerRequestHandler::stop);
	}

	private void stop(C context) {
		ActiveRequest active = active(context);
		if (active == null) {
			return;
		}
		active.end();
		long nanos = active.nanos();
		long firstByte = firstByteOfStream(context, nanos);
		if (firstByte != ServerExchange.UNKNOWN) {
			this.meters.firstByte(context, Duration.ofNanos(firstByte));
			if (this.firstByteIsLatency) {
				context.put(ObservationLatency.KEY, firstByte);
			}
		}
		boolean slow = firstByte == ServerExchange.UNKNOWN && this.slowRequests.isSlow(nanos) && !isStream(context);
		if (slow) {
			this.slowRequests.stopped(context, nanos);
		}
		if (this.accessLog != null && this.accessLog.wants(status(context), slow)) {
			this.accessLog.log(context, line(context, nanos));
		}
		if (status(context) == TOO_MANY_REQUESTS) {
			this.meters.rateLimited(context);
		}
	}

	/**
	 * Keep what counts a request.
	 */
	void started(C context, ActiveRequest active) {
		context.put(ActiveRequest.class, active);
	}

	/**
	 * What counts a request, {@code null} if it was not started.
	 */
	@Nullable ActiveRequest active(C context) {
		return context.get(ActiveRequest.class);
	}

	private AtomicInteger active(@Nullable String method) {
		AtomicInteger active = (method != null) ? this.active.get(method) : null;
		return (active != null) ? active : this.active.computeIfAbsent(bounded(method), this::register);
	}

	/**
	 * As Spring's convention has it.
	 */
	private static String bounded(@Nullable String method) {
		for (HttpMethod known : HttpMethod.values()) {
			if (known.name().equals(method)) {
				return known.name();
			}
		}
		return "UNKNOWN";
	}

	private AtomicInteger register(String method) {
		AtomicInteger active = new AtomicInteger();
		this.registry.ifAvailable((registry) -> Gauge.builder("http.server.active_requests", active, AtomicInteger::get)
			.description("Requests that are being answered")
			.tag("method", method)
			.register(registry));
		return active;
	}

	/**
	 * The method of a request as it was sent.
	 */
	abstract @Nullable String method(C context);

	/**
	 * The id of a request, {@code null} if it has none.
	 */
	abstract @Nullable String id(C context);

	/**
	 * What the access log says of a request.
	 */
	abstract AccessLog.Line line(C context, long nanos);

	/**
	 * The status of the answer, 0 if there is none.
	 */
	abstract int status(C context);

	abstract void setTraceId(C context, String traceId);

	/**
	 * Whether the answer is a stream, which is meant to last.
	 */
	abstract boolean isStream(C context);

	/**
	 * The nanoseconds from the request to the first byte of its answer, if that is a
	 * stream, or else {@link ServerExchange#UNKNOWN}.
	 * @param context the context of the request
	 * @param nanos the nanoseconds that the request took
	 */
	abstract long firstByteOfStream(C context, long nanos);

}
