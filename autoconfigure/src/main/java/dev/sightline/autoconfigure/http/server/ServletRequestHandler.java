package dev.sightline.autoconfigure.http.server;

import java.util.function.Predicate;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.observation.ServerRequestObservationContext;

import dev.sightline.autoconfigure.spans.Spans;

/**
 * Tells of requests to a servlet container.
 */
class ServletRequestHandler extends ServerRequestHandler<ServerRequestObservationContext> {

	/**
	 * An answer that ends so soon after it began is as good as no stream.
	 */
	private static final long SOON_NANOS = 1_000_000;

	private final Predicate<HttpServletRequest> streaming;

	/**
	 * Create the handler.
	 * @param streaming whether the handler that was chosen for a request streams
	 */
	ServletRequestHandler(ObjectProvider<MeterRegistry> registry, SlowRequests slowRequests, Spans spans,
			HttpProperties properties, Predicate<HttpServletRequest> streaming) {
		super(ServerRequestObservationContext.class, registry, slowRequests, spans, properties);
		this.streaming = streaming;
	}

	@Override
	void started(ServerRequestObservationContext context, ActiveRequest active) {
		if (context instanceof ServerRequestContext request) {
			request.setActive(active);
		}
		else {
			super.started(context, active);
		}
	}

	@Override
	@Nullable ActiveRequest active(ServerRequestObservationContext context) {
		return (context instanceof ServerRequestContext request) ? request.getActive() : super.active(context);
	}

	@Override
	@Nullable String method(ServerRequestObservationContext context) {
		return (context.getCarrier() != null) ? context.getCarrier().getMethod() : null;
	}

	@Override
	@Nullable String id(ServerRequestObservationContext context) {
		ServerExchange exchange = exchange(context);
		return (exchange != null) ? exchange.getId() : null;
	}

	private static @Nullable ServerExchange exchange(ServerRequestObservationContext context) {
		if (context instanceof ServerRequestContext request) {
			return request.getExchange();
		}
		return (context.getCarrier() != null
				&& context.getCarrier().getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange)
						? exchange : null;
	}

	@Override
	AccessLog.Line line(ServerRequestObservationContext context, long nanos) {
		HttpServletRequest request = context.getCarrier();
		HttpServletResponse response = context.getResponse();
		String length = (response != null) ? response.getHeader(HttpHeaders.CONTENT_LENGTH) : null;
		return new AccessLog.Line(id(context), method(context), status(context), nanos,
				(request != null) ? request.getContentLengthLong() : ServerExchange.UNKNOWN,
				(length != null) ? Long.parseLong(length) : ServerExchange.UNKNOWN,
				(request != null) ? request.getRemoteAddr() : null);
	}

	@Override
	int status(ServerRequestObservationContext context) {
		return (context.getResponse() != null) ? context.getResponse().getStatus() : 0;
	}

	@Override
	void setTraceId(ServerRequestObservationContext context, String traceId) {
		ServerExchange exchange = exchange(context);
		boolean done = exchange != null && exchange.setHeader(AnswerHeader.TRACE_ID, traceId);
		if (!done && context.getResponse() != null) {
			context.getResponse().setHeader(AnswerHeader.TRACE_ID.text(), traceId);
		}
	}

	@Override
	boolean isStream(ServerRequestObservationContext context) {
		HttpServletResponse response = context.getResponse();
		HttpServletRequest request = context.getCarrier();
		return response != null && request != null
				&& (StreamTypes.isStream(response.getContentType()) || this.streaming.test(request));
	}

	/**
	 * The type of the content is asked last: a container may put it together anew.
	 */
	@Override
	long firstByteOfStream(ServerRequestObservationContext context, long nanos) {
		ServerExchange exchange = exchange(context);
		long firstByte = (exchange != null) ? exchange.firstByteNanos() : ServerExchange.UNKNOWN;
		if (firstByte == ServerExchange.UNKNOWN) {
			return ServerExchange.UNKNOWN;
		}
		boolean lasted = nanos - firstByte > SOON_NANOS;
		return (lasted && isStream(context)) ? firstByte : ServerExchange.UNKNOWN;
	}

}
