package dev.sightline.autoconfigure.metrics.scrape.web;

import java.util.Optional;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Answers the second path of the scrape in a reactive application, behind Spring
 * Security. A scrape takes its time, so that no event loop makes it.
 */
class ReactiveScrapeFilter implements WebFilter, Ordered {

	private final ScrapePath path;

	private final int order;

	ReactiveScrapeFilter(ScrapePath path, int order) {
		this.path = path;
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		boolean read = HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
		if (!read || !request.getPath().pathWithinApplication().value().equals(this.path.path())) {
			return chain.filter(exchange);
		}
		HttpHeaders headers = request.getHeaders();
		return Mono
			.fromCallable(() -> this.path.scrape(headers.getFirst(HttpHeaders.ACCEPT),
					headers.getFirst(HttpHeaders.ACCEPT_ENCODING), request.getQueryParams().get("includedNames")))
			.subscribeOn(Schedulers.boundedElastic())
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((answer) -> answer.isPresent() ? write(answer.get(), request, exchange.getResponse())
					: chain.filter(exchange));
	}

	private static Mono<Void> write(ScrapePath.Answer answer, ServerHttpRequest request, ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		headers.set(HttpHeaders.CONTENT_TYPE, answer.contentType());
		headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		if (answer.gzip()) {
			headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
		}
		headers.setContentLength(answer.body().length);
		return HttpMethod.GET.equals(request.getMethod())
				? response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body()))) : response.setComplete();
	}

}
