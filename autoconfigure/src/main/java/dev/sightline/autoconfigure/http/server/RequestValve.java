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

	private final EdgeSettings settings;

	RequestValve(EdgeSettings settings) {
		super(true);
		this.settings = settings;
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
				TimedHttp11NioProtocol.write(this.settings.responseTime(), request.getCoyoteRequest());
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
		HeaderBytes.begin(request.getCoyoteRequest());
		String id = this.settings.id(request.getHeader(RequestId.HEADER));
		TomcatExchange exchange = new TomcatExchange(id, request.getCoyoteRequest());
		request.setAttribute(ServerExchange.ATTRIBUTE, exchange);
		if (id != null && this.settings.idInAnswer()) {
			exchange.setHeader(AnswerHeader.REQUEST_ID, id);
		}
		return exchange;
	}

}
