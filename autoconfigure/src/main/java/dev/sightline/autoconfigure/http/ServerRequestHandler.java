package dev.sightline.autoconfigure.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;

/**
 * Counts the requests in flight, as OpenTelemetry's <a href=
 * "https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserveractive_requests">
 * http.server.active_requests</a>, and tells {@link SlowRequests} of those that are over.
 *
 * @param <C> the context of the requests
 */
abstract class ServerRequestHandler<C extends Observation.Context> implements ObservationHandler<C> {

	private final Class<C> type;

	private final ObjectProvider<MeterRegistry> registry;

	private final SlowRequests slowRequests;

	private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();

	ServerRequestHandler(Class<C> type, ObjectProvider<MeterRegistry> registry, SlowRequests slowRequests) {
		this.type = type;
		this.registry = registry;
		this.slowRequests = slowRequests;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.type.isInstance(context);
	}

	@Override
	public void onStart(C context) {
		active(method(context)).incrementAndGet();
		if (!(context instanceof ServerRequestContext)) {
			context.put(Start.class, new Start(System.nanoTime()));
		}
	}

	@Override
	public void onStop(C context) {
		active(method(context)).decrementAndGet();
		long nanos = System.nanoTime() - start(context);
		// Asked last: a container may put the type of the content together anew.
		if (this.slowRequests.isSlow(nanos) && !isStream(context)) {
			this.slowRequests.stopped(context, nanos);
		}
	}

	private static long start(Observation.Context context) {
		return (context instanceof ServerRequestContext request) ? request.getStart()
				: context.<Start>getRequired(Start.class).nanos();
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
	 * Whether the answer is a stream of events, which is meant to last.
	 */
	abstract boolean isStream(C context);

	private record Start(long nanos) {

	}

}
