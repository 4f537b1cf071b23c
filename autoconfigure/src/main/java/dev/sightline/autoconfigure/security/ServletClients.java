package dev.sightline.autoconfigure.security;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Finds who asks a servlet application.
 */
final class ServletClients {

	private ServletClients() {
	}

	/**
	 * Who sent the request that this thread works for.
	 */
	static Client current() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? of(attributes.getRequest()) : Client.UNKNOWN;
	}

	static Client of(HttpServletRequest request) {
		return new Client(null, request.getRemoteAddr(), Client.isBasic(request.getHeader(HttpHeaders.AUTHORIZATION)));
	}

}
