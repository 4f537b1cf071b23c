package dev.sightline.autoconfigure.security;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.csrf.CsrfFilter;

/**
 * Stand before and after the filter of Spring Security that rejects forged requests,
 * which tells nobody: what comes to the first and not to the second was rejected.
 */
final class CsrfFilters implements Customizer<HttpSecurity> {

	private static final String PASSED = CsrfFilters.class.getName();

	private final SecurityEvents events;

	CsrfFilters(SecurityEvents events) {
		this.events = events;
	}

	@Override
	public void customize(HttpSecurity http) {
		http.addFilterBefore(new Before(this.events), CsrfFilter.class).addFilterAfter(new After(), CsrfFilter.class);
	}

	private record Before(SecurityEvents events) implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			chain.doFilter(request, response);
			if (request.getAttribute(PASSED) == null && request instanceof HttpServletRequest http
					&& response instanceof HttpServletResponse answer
					&& answer.getStatus() == HttpServletResponse.SC_FORBIDDEN) {
				this.events.add(SecurityEventType.CSRF, ServletClients.of(http), null);
			}
		}

	}

	private record After() implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			request.setAttribute(PASSED, Boolean.TRUE);
			chain.doFilter(request, response);
		}

	}

}
