package dev.sightline.autoconfigure.health.web;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Answers the probes of a reactive application that anybody may ask or that have the
 * token. Spring begins the observation of a request before any filter, so it stands in
 * front of them all.
 */
class ReactiveProbeHandler implements HttpHandler {

	private final HttpHandler delegate;

	private final ReactiveProbes probes;

	ReactiveProbeHandler(HttpHandler delegate, ReactiveProbes probes) {
		this.delegate = delegate;
		this.probes = probes;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		Probe probe = this.probes.find(request);
		return (probe != null && isMine(probe, request)) ? this.probes.answer(probe, request, response)
				: this.delegate.handle(request, response);
	}

	private boolean isMine(Probe probe, ServerHttpRequest request) {
		return probe.isOpen()
				|| this.probes.access().hasToken(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
	}

}
