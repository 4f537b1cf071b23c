package dev.sightline.autoconfigure.metrics.business;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells who makes a request of a servlet application, behind Spring Security.
 */
class ServletUserFilter implements Filter {

	private final ActiveUsers users;

	ServletUserFilter(ActiveUsers users) {
		this.users = users;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest http) {
			this.users.seen(http::getUserPrincipal);
		}
		chain.doFilter(request, response);
	}

}
