package dev.sightline.autoconfigure.health;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Answers the probes of a servlet application.
 */
class ServletProbeFilter implements Filter {

	private final HealthEndpointWebExtension health;

	private final ObjectProvider<HandlerMapping> handlerMappings;

	private volatile @Nullable Set<String> paths;

	ServletProbeFilter(HealthEndpointWebExtension health, ObjectProvider<HandlerMapping> handlerMappings) {
		this.health = health;
		this.handlerMappings = handlerMappings;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse) {
			String path = httpRequest.getRequestURI().substring(httpRequest.getContextPath().length());
			String[] group = Probe.group(path);
			if (group != null && Probe.isRead(httpRequest.getMethod()) && paths().contains(path)) {
				answer(httpRequest, httpResponse, group);
				return;
			}
		}
		chain.doFilter(request, response);
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, String[] group) throws IOException {
		WebEndpointResponse<HealthDescriptor> health = this.health.health(ApiVersion.V3, WebServerNamespace.SERVER,
				SecurityContext.NONE, group);
		byte[] body = Probe.body(health);
		response.setStatus(health.getStatus());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setContentLength(body.length);
		if ("GET".equals(request.getMethod())) {
			response.getOutputStream().write(body);
		}
	}

	/**
	 * The handler mappings exist only once the context is complete, so they are read at
	 * the first probe.
	 */
	private Set<String> paths() {
		Set<String> paths = this.paths;
		if (paths == null) {
			paths = ServletHandlers.without(Probe.PATHS, this.handlerMappings);
			this.paths = paths;
		}
		return paths;
	}

}
