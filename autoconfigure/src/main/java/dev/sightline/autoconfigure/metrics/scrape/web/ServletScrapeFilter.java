package dev.sightline.autoconfigure.metrics.scrape.web;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers the second path of the scrape in a servlet application, behind Spring Security.
 */
class ServletScrapeFilter extends OncePerRequestFilter {

	private final ScrapePath path;

	ServletScrapeFilter(ScrapePath path) {
		this.path = path;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		ScrapePath.Answer answer = isRead(request) ? scrape(request) : null;
		if (answer == null) {
			chain.doFilter(request, response);
			return;
		}
		response.setContentType(answer.contentType());
		response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		if (answer.gzip()) {
			response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
		}
		response.setContentLength(answer.body().length);
		if (request.getMethod().equals("GET")) {
			response.getOutputStream().write(answer.body());
		}
	}

	private ScrapePath.@Nullable Answer scrape(HttpServletRequest request) {
		String[] names = request.getParameterValues("includedNames");
		return this.path.scrape(request.getHeader(HttpHeaders.ACCEPT), request.getHeader(HttpHeaders.ACCEPT_ENCODING),
				(names != null) ? List.of(names) : null);
	}

	private static boolean isRead(HttpServletRequest request) {
		return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
	}

}
