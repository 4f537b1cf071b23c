package dev.sightline.autoconfigure.logging.context;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.slf4j.LoggerFactory;

import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Puts user and session into the MDC, once Spring Security knows the user. It never makes
 * a session.
 */
class ServletRequestFieldsFilter implements Filter {

	private final RequestFields fields;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ServletRequestFieldsFilter.class),
			"Log lines of a request have no user or session. This is told once.");

	ServletRequestFieldsFilter(RequestFields fields) {
		this.fields = fields;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest http) {
			this.guard.run(() -> put(http));
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			RequestFields.remove();
		}
	}

	private void put(HttpServletRequest request) {
		HttpSession session = this.fields.hasSession() ? request.getSession(false) : null;
		Map<String, String> fields = this.fields.of(this.fields.hasUser() ? request.getRemoteUser() : null,
				(session != null) ? session.getId() : null);
		RequestFields.put(fields);
		// The line of the access log is written when this filter is over.
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> fields.forEach(context::put));
	}

}
