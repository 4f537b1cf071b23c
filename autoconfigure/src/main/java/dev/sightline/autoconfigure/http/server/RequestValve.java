package dev.sightline.autoconfigure.http.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;

/**
 * Stands at the edge of Tomcat: gives each request its id before all else, so that
 * Tomcat's own log lines have it too.
 */
class RequestValve extends ValveBase {

	private final boolean ids;

	private final boolean idInAnswer;

	private final ResponseTime responseTime;

	RequestValve(boolean ids, boolean idInAnswer, ResponseTime responseTime) {
		super(true);
		this.ids = ids;
		this.idInAnswer = idInAnswer;
		this.responseTime = responseTime;
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
		TomcatExchange exchange = new TomcatExchange(id, request.getCoyoteRequest());
		request.setAttribute(ServerExchange.ATTRIBUTE, exchange);
		if (id != null && this.idInAnswer) {
			exchange.setHeader(AnswerHeader.REQUEST_ID, id);
		}
		return exchange;
	}

}
