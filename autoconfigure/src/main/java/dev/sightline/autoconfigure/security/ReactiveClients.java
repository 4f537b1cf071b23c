package dev.sightline.autoconfigure.security;

import java.net.InetSocketAddress;

import io.micrometer.observation.ObservationView;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.security.authentication.AuthenticationObservationContext;

/**
 * Finds who asks a reactive application.
 */
final class ReactiveClients {

	private ReactiveClients() {
	}

	/**
	 * Who sent the request that an authentication is for.
	 */
	static Client of(AuthenticationObservationContext context) {
		ObservationView parent = context.getParentObservation();
		return (parent != null && parent.getContextView() instanceof ServerRequestObservationContext request
				&& request.getCarrier() != null) ? of(request.getCarrier()) : Client.UNKNOWN;
	}

	static Client of(ServerHttpRequest request) {
		InetSocketAddress address = request.getRemoteAddress();
		return new Client(null,
				(address != null && address.getAddress() != null) ? address.getAddress().getHostAddress() : null,
				Client.isBasic(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION)));
	}

}
