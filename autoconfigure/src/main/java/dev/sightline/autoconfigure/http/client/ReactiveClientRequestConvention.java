package dev.sightline.autoconfigure.http.client;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;

/**
 * Spring's own names for a call of a WebClient, with bounds and without queries.
 */
class ReactiveClientRequestConvention extends DefaultClientRequestObservationConvention {

	private final ClientRoutes routes;

	ReactiveClientRequestConvention(String name, ClientRoutes routes) {
		super(name);
		this.routes = routes;
	}

	@Override
	protected KeyValue clientName(ClientRequestObservationContext context) {
		String host = host(context.getRequest());
		return (host != null) ? this.routes.clientName(host) : super.clientName(context);
	}

	@Override
	protected KeyValue uri(ClientRequestObservationContext context) {
		String template = context.getUriTemplate();
		return (template != null) ? this.routes.uri(host(context.getRequest()), template) : super.uri(context);
	}

	@Override
	protected KeyValue httpUrl(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		return (request != null) ? CallUrl.of(request.url()) : super.httpUrl(context);
	}

	private static @Nullable String host(@Nullable ClientRequest request) {
		return (request != null) ? request.url().getHost() : null;
	}

}
