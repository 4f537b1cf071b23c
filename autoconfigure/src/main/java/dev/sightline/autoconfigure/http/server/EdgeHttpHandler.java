package dev.sightline.autoconfigure.http.server;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Stands at the edge of WebFlux: gives each request its id before all else, in the
 * context that Reactor restores the fields of log lines from, and counts the bytes of
 * bodies as they pass.
 */
class EdgeHttpHandler implements HttpHandler {

	private final HttpHandler delegate;

	private final EdgeSettings settings;

	private final ExcludedPaths excludedPaths;

	EdgeHttpHandler(HttpHandler delegate, EdgeSettings settings, ExcludedPaths excludedPaths) {
		this.delegate = delegate;
		this.settings = settings;
		this.excludedPaths = excludedPaths;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		boolean excluded = this.excludedPaths.matches(request.getPath().pathWithinApplication());
		String id = this.settings.id(request.getHeaders().getFirst(RequestId.HEADER));
		if (id != null && this.settings.idInAnswer()) {
			response.getHeaders().set(RequestId.HEADER, id);
		}
		Mono<Void> handled = excluded ? answer(request, response) : observe(request, response, id);
		return handled.contextWrite((context) -> write(context, id, excluded));
	}

	/**
	 * A request that is not observed is not measured either.
	 */
	private Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response) {
		long start = System.nanoTime();
		response.beforeCommit(() -> {
			this.settings.responseTime().write(System.nanoTime() - start, response.getHeaders());
			return Mono.empty();
		});
		return this.delegate.handle(request, response);
	}

	private Mono<Void> observe(ServerHttpRequest request, ServerHttpResponse response, @Nullable String id) {
		CountingRequest counted = new CountingRequest(request);
		CountingResponse counting = (response instanceof ZeroCopyHttpOutputMessage file)
				? new CountingResponse.ZeroCopy(response, file, id, counted)
				: new CountingResponse(response, id, counted);
		response.beforeCommit(() -> {
			counting.committed(this.settings.responseTime());
			return Mono.empty();
		});
		return this.delegate.handle(counted, counting).doFinally((signal) -> counting.end());
	}

	private static Context write(Context context, @Nullable String id, boolean excluded) {
		Context written = (id != null) ? context.put(RequestIdThreadLocalAccessor.KEY, id) : context;
		return excluded ? written.put(ExcludedThreadLocalAccessor.KEY, Boolean.TRUE) : written;
	}

}
