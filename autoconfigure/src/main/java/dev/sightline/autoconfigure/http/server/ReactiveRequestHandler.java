package dev.sightline.autoconfigure.http.server;

import java.net.InetSocketAddress;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Tells of requests to a reactive server.
 */
class ReactiveRequestHandler extends ServerRequestHandler<ServerRequestObservationContext> {

	private final BodySizes sizes;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ReactiveRequestHandler.class),
			"The body of a request was not measured. This is told once.");

	ReactiveRequestHandler(ObjectProvider<MeterRegistry> registry, SlowRequests slowRequests, Spans spans,
			HttpProperties properties) {
		super(ServerRequestObservationContext.class, registry, slowRequests, spans, properties);
		this.sizes = new BodySizes(registry);
	}

	@Override
	public void onStart(ServerRequestObservationContext context) {
		super.onStart(context);
		if (context.getResponse() instanceof CountingResponse response) {
			response.request().setAttributes(context.getAttributes());
		}
	}

	@Override
	void started(ServerRequestObservationContext context, ActiveRequest active) {
		super.started(context, active);
		if (context.getResponse() instanceof CountingResponse response) {
			response.setActive(active);
		}
	}

	@Override
	public void onStop(ServerRequestObservationContext context) {
		super.onStop(context);
		if (context.getResponse() instanceof CountingResponse response) {
			// The body of an answer to HEAD is written, but not sent.
			boolean head = HttpMethod.HEAD.name().equals(method(context));
			this.guard.run(() -> this.sizes.record(context, response.request().read(), head ? 0 : response.written()));
		}
	}

	@Override
	@Nullable String method(ServerRequestObservationContext context) {
		return (context.getCarrier() != null) ? context.getCarrier().getMethod().name() : null;
	}

	@Override
	@Nullable String id(ServerRequestObservationContext context) {
		return (context.getResponse() instanceof CountingResponse response) ? response.id() : null;
	}

	@Override
	AccessLog.Line line(ServerRequestObservationContext context, long nanos) {
		long read = ServerExchange.UNKNOWN;
		long written = ServerExchange.UNKNOWN;
		if (context.getResponse() instanceof CountingResponse response) {
			read = response.request().read();
			written = response.written();
		}
		InetSocketAddress address = (context.getCarrier() != null) ? context.getCarrier().getRemoteAddress() : null;
		return new AccessLog.Line(id(context), method(context), status(context), nanos, read, written,
				(address != null) ? address.getHostString() : null);
	}

	@Override
	int status(ServerRequestObservationContext context) {
		HttpStatusCode status = (context.getResponse() != null) ? context.getResponse().getStatusCode() : null;
		return (status != null) ? status.value() : 0;
	}

	@Override
	void setTraceId(ServerRequestObservationContext context, String traceId) {
		ServerHttpResponse response = context.getResponse();
		if (response != null && !response.isCommitted()) {
			response.getHeaders().set(AnswerHeader.TRACE_ID.text(), traceId);
		}
	}

	@Override
	boolean isStream(ServerRequestObservationContext context) {
		return context.getResponse() != null
				&& StreamTypes.isStream(context.getResponse().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
	}

	@Override
	long firstByteOfStream(ServerRequestObservationContext context, long nanos) {
		return (context.getResponse() instanceof CountingResponse response && isStream(context))
				? response.firstByteNanos() : ServerExchange.UNKNOWN;
	}

}
