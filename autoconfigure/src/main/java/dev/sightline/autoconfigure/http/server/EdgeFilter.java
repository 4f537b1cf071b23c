package dev.sightline.autoconfigure.http.server;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

/**
 * Does what can be done of {@link RequestValve} where the container is not an embedded
 * Tomcat: gives each request its id, and tells the time of answers that are not committed
 * when it regains control.
 */
class EdgeFilter implements Filter {

	private final EdgeSettings settings;

	EdgeFilter(EdgeSettings settings) {
		this.settings = settings;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		long start = System.nanoTime();
		HttpServletResponse answer = (HttpServletResponse) response;
		String id = exchange((HttpServletRequest) request, answer).getId();
		String before = MDC.get(RequestId.MDC_KEY);
		if (id != null) {
			MDC.put(RequestId.MDC_KEY, id);
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			if (before != null) {
				MDC.put(RequestId.MDC_KEY, before);
			}
			else {
				MDC.remove(RequestId.MDC_KEY);
			}
			if (!answer.isCommitted() && !request.isAsyncStarted()) {
				this.settings.responseTime()
					.write(System.nanoTime() - start, answer, (all, header) -> all.containsHeader(header.text()),
							(all, header, value) -> all.setHeader(header.text(), value));
			}
		}
	}

	/**
	 * Later dispatches of a request keep the exchange of the first.
	 */
	private ServerExchange exchange(HttpServletRequest request, HttpServletResponse response) {
		if (request.getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange) {
			return exchange;
		}
		String id = this.settings.id(request.getHeader(RequestId.HEADER));
		ServerExchange exchange = new ServerExchange(id);
		request.setAttribute(ServerExchange.ATTRIBUTE, exchange);
		if (id != null && this.settings.idInAnswer()) {
			response.setHeader(RequestId.HEADER, id);
		}
		return exchange;
	}

}
