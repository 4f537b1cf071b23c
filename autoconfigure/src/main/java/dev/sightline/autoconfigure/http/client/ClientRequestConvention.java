package dev.sightline.autoconfigure.http.client;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * Spring's own names for a call of a RestClient or a RestTemplate, with bounds and
 * without queries.
 */
class ClientRequestConvention extends DefaultClientRequestObservationConvention {

	private final ClientRoutes routes;

	ClientRequestConvention(String name, ClientRoutes routes) {
		super(name);
		this.routes = routes;
	}

	@Override
	protected KeyValue clientName(ClientRequestObservationContext context) {
		String host = host(context.getCarrier());
		return (host != null) ? this.routes.clientName(host) : super.clientName(context);
	}

	@Override
	protected KeyValue uri(ClientRequestObservationContext context) {
		String template = context.getUriTemplate();
		return (template != null) ? this.routes.uri(host(context.getCarrier()), template) : super.uri(context);
	}

	@Override
	protected KeyValue requestUri(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		return (request != null) ? CallUrl.of(request.getURI()) : super.requestUri(context);
	}

	private static @Nullable String host(@Nullable ClientHttpRequest request) {
		return (request != null) ? request.getURI().getHost() : null;
	}

}
