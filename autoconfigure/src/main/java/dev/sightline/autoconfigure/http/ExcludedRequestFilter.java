package dev.sightline.autoconfigure.http;

import java.io.IOException;
import java.util.function.Predicate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
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

	private static final ThreadLocal<Boolean> EXCLUDED = new ThreadLocal<>();

	private final Predicate<HttpServletRequest> excluded;

	ExcludedRequestFilter(Predicate<HttpServletRequest> excluded) {
		this.excluded = excluded;
	}

	/**
	 * What keeps the observations out.
	 */
	static ObservationPredicate predicate() {
		return ExcludedRequestFilter::isObserved;
	}

	private static boolean isObserved(String name, Observation.Context context) {
		return EXCLUDED.get() == null;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (EXCLUDED.get() != null || !(request instanceof HttpServletRequest http) || !this.excluded.test(http)) {
			chain.doFilter(request, response);
			return;
		}
		EXCLUDED.set(Boolean.TRUE);
		try {
			chain.doFilter(request, response);
		}
		finally {
			EXCLUDED.remove();
		}
	}

}
