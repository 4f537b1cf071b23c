package dev.sightline.autoconfigure.http.server;

import java.io.IOException;
import java.util.function.Predicate;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Keeps every observation out of requests that are excluded, those of Spring Security and
 * of what the handler calls too.
 */
class ExcludedRequestFilter implements Filter {

	private final Predicate<HttpServletRequest> excluded;

	ExcludedRequestFilter(Predicate<HttpServletRequest> excluded) {
		this.excluded = excluded;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (ExcludedScope.isExcluded() || !(request instanceof HttpServletRequest http) || !this.excluded.test(http)) {
			chain.doFilter(request, response);
			return;
		}
		ExcludedScope.set(true);
		try {
			chain.doFilter(request, response);
		}
		finally {
			ExcludedScope.set(false);
		}
	}

}
