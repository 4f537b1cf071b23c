package dev.sightline.autoconfigure.http;

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
 * Gives each request its id: in the answer, and in the log lines of its thread.
 */
class RequestIdFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String before = MDC.get(RequestId.MDC_KEY);
		MDC.put(RequestId.MDC_KEY, id((HttpServletRequest) request, (HttpServletResponse) response));
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
		}
	}

	/**
	 * Later dispatches of a request keep the id of the first.
	 */
	private static String id(HttpServletRequest request, HttpServletResponse response) {
		if (request.getAttribute(RequestId.ATTRIBUTE) instanceof String id) {
			return id;
		}
		String id = RequestId.choose(request.getHeader(RequestId.HEADER));
		request.setAttribute(RequestId.ATTRIBUTE, id);
		response.setHeader(RequestId.HEADER, id);
		return id;
	}

}
