package dev.sightline.autoconfigure.http.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Stands at the edge of Tomcat: gives each request its id before all else, so that
 * Tomcat's own log lines have it too, and measures bodies when their last byte is
 * written.
 */
class RequestValve extends ValveBase implements AccessLog {

	private final boolean ids;

	private final boolean idInAnswer;

	private final ResponseTime responseTime;

	private final BodySizes sizes;

	private final ObservationFailures failures = new ObservationFailures();

	RequestValve(boolean ids, boolean idInAnswer, ResponseTime responseTime, BodySizes sizes) {
		super(true);
		this.ids = ids;
		this.idInAnswer = idInAnswer;
		this.responseTime = responseTime;
		this.sizes = sizes;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		TomcatExchange exchange = exchange(request);
		String id = exchange.getId();
		if (id != null) {
			MDC.put(RequestId.MDC_KEY, id);
		}
		try {
			getNext().invoke(request, response);
		}
		finally {
			exchange.closeScope();
			if (id != null) {
				MDC.remove(RequestId.MDC_KEY);
			}
			if (!request.isAsync()) {
				// An answer without a body is not seen by the protocol.
				TimedHttp11NioProtocol.write(this.responseTime, request.getCoyoteRequest());
			}
		}
	}

	/**
	 * Later dispatches of a request keep the exchange of the first.
	 */
	private TomcatExchange exchange(Request request) {
		if (request.getAttribute(ServerExchange.ATTRIBUTE) instanceof TomcatExchange exchange) {
			return exchange;
		}
		String id = this.ids ? RequestId.choose(request.getHeader(RequestId.HEADER)) : null;
		TomcatExchange exchange = new TomcatExchange(id, request.getCoyoteRequest(), this.failures);
		request.setAttribute(ServerExchange.ATTRIBUTE, exchange);
		if (id != null && this.idInAnswer) {
			exchange.setHeader(AnswerHeader.REQUEST_ID, id);
		}
		return exchange;
	}

	@Override
	public void log(Request request, Response response, long time) {
		if (request.getAttribute(
				ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE) instanceof ServerRequestObservationContext context) {
			try {
				measure(context, request.getCoyoteRequest());
			}
			catch (RuntimeException ex) {
				this.failures.tell(ex);
			}
		}
	}

	/**
	 * What is on the wire can be more than the body, since there are chunks, or less,
	 * since it was compressed or belongs to an answer to HEAD.
	 */
	private void measure(ServerRequestObservationContext context, org.apache.coyote.Request request) {
		org.apache.coyote.Response response = request.getResponse();
		this.sizes.record(context, request.getBytesRead(),
				Math.min(response.getContentWritten(), response.getBytesWritten(false)));
	}

	@Override
	public void setRequestAttributesEnabled(boolean enabled) {
		// It writes no log that attributes could change.
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

}
