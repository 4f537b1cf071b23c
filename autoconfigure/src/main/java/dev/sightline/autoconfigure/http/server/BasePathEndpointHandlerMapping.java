package dev.sightline.autoconfigure.http.server;

import java.util.Collection;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.EndpointLinksResolver;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.webmvc.actuate.endpoint.web.WebMvcEndpointHandlerMapping;
import org.springframework.http.server.PathContainer;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Spring Boot's mapping of the endpoints, which is asked before all others, for requests
 * to their base path only. Its parent tries each of its patterns on every request of the
 * application, twice.
 */
class BasePathEndpointHandlerMapping extends WebMvcEndpointHandlerMapping {

	/**
	 * The separator before it is the first element of a path.
	 */
	private static final int FIRST_SEGMENT = 1;

	/**
	 * Of the base path; {@code null} if endpoints may be anywhere.
	 */
	private final @Nullable String segment;

	BasePathEndpointHandlerMapping(EndpointMapping base, Collection<ExposableWebEndpoint> endpoints,
			EndpointMediaTypes mediaTypes, @Nullable CorsConfiguration cors, EndpointLinksResolver links,
			boolean registerLinks) {
		super(base, endpoints, mediaTypes, cors, links, registerLinks);
		this.segment = firstSegment(base.getPath());
	}

	private static @Nullable String firstSegment(String basePath) {
		List<PathContainer.Element> path = PathContainer.parsePath(basePath).elements();
		return (path.size() > FIRST_SEGMENT && !PathPatternParser.defaultInstance.parse(basePath).hasPatternSyntax())
				? path.get(FIRST_SEGMENT).value() : null;
	}

	@Override
	protected @Nullable HandlerMethod getHandlerInternal(HttpServletRequest request) throws Exception {
		return mayBeEndpoint(request) ? super.getHandlerInternal(request) : null;
	}

	private boolean mayBeEndpoint(HttpServletRequest request) {
		PathPatternParser parser = getPatternParser();
		if (this.segment == null || parser == null || !parser.isCaseSensitive()
				|| !ServletRequestPathUtils.hasParsedRequestPath(request)) {
			return true;
		}
		List<PathContainer.Element> path = ServletRequestPathUtils.getParsedRequestPath(request)
			.pathWithinApplication()
			.elements();
		return path.size() > FIRST_SEGMENT && path.get(FIRST_SEGMENT) instanceof PathContainer.PathSegment first
				&& this.segment.equals(first.valueToMatch());
	}

}
