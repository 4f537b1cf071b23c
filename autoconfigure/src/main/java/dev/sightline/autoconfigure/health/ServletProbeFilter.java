package dev.sightline.autoconfigure.health;

import java.io.IOException;
import java.util.LinkedHashSet;
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
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Answers the probes of a servlet application.
 */
class ServletProbeFilter implements Filter {

	private final ObjectProvider<HealthEndpointWebExtension> health;

	private final ObjectProvider<HandlerMapping> handlerMappings;

	private final String prefix;

	private volatile @Nullable Set<String> paths;

	/**
	 * Create a filter.
	 * @param health what answers
	 * @param handlerMappings the handlers of the application
	 * @param prefix the path of the dispatcher servlet, blank for the root: the server
	 * passes nothing to a filter where no servlet is
	 */
	ServletProbeFilter(ObjectProvider<HealthEndpointWebExtension> health,
			ObjectProvider<HandlerMapping> handlerMappings, String prefix) {
		this.health = health;
		this.handlerMappings = handlerMappings;
		this.prefix = prefix;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse) {
			String path = httpRequest.getRequestURI()
				.substring(httpRequest.getContextPath().length() + this.prefix.length());
			String[] group = Probe.group(path);
			if (group != null && Probe.isRead(httpRequest.getMethod()) && paths().contains(path)) {
				answer(httpRequest, httpResponse, group);
				return;
			}
		}
		chain.doFilter(request, response);
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, String[] group) throws IOException {
		WebEndpointResponse<HealthDescriptor> health = this.health.getObject()
			.health(ApiVersion.V3, WebServerNamespace.SERVER, SecurityContext.NONE, group);
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
			paths = freePaths();
			this.paths = paths;
		}
		return paths;
	}

	/**
	 * Leaves out the paths that a handler of the application names as they are. A pattern
	 * that matches them too, such as {@code /**} of a single-page application, does not
	 * count.
	 */
	private Set<String> freePaths() {
		Set<String> free = new LinkedHashSet<>(Probe.PATHS);
		this.handlerMappings.stream().forEach((mapping) -> {
			if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
				methods.getHandlerMethods()
					.keySet()
					.stream()
					.filter(ServletProbeFilter::isRead)
					.forEach((info) -> free.removeAll(info.getDirectPaths()));
			}
			else if (mapping instanceof AbstractUrlHandlerMapping urls) {
				free.removeAll(urls.getHandlerMap().keySet());
			}
		});
		return free;
	}

	private static boolean isRead(RequestMappingInfo info) {
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		return methods.isEmpty() || methods.contains(RequestMethod.GET);
	}

}
