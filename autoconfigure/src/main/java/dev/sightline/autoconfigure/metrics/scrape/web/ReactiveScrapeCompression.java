package dev.sightline.autoconfigure.metrics.scrape.web;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Compresses what Spring Boot's endpoint answers on WebFlux, on whatever port that is.
 * The endpoint makes its answer on a thread that may block, and there it is compressed.
 */
class ReactiveScrapeCompression implements WebFilter, Ordered {

	private final String end;

	private final int order;

	/**
	 * Create it.
	 * @param name the last segments of the path of the endpoint, with slashes around them
	 * or without
	 * @param order its order among filters
	 */
	ReactiveScrapeCompression(String name, int order) {
		this.end = "/" + StringUtils.trimTrailingCharacter(StringUtils.trimLeadingCharacter(name, '/'), '/');
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!exchange.getRequest().getPath().value().endsWith(this.end)) {
			return chain.filter(exchange);
		}
		boolean gzip = Gzip.isAccepted(exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING));
		return chain.filter(exchange.mutate().response(new CompressedResponse(exchange.getResponse(), gzip)).build());
	}

	private static final class CompressedResponse extends ServerHttpResponseDecorator {

		private final boolean gzip;

		CompressedResponse(ServerHttpResponse response, boolean gzip) {
			super(response);
			this.gzip = gzip;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			HttpHeaders headers = getHeaders();
			if (!ScrapeFormats.isScrape(headers.getContentType())
					|| headers.containsHeader(HttpHeaders.CONTENT_ENCODING)) {
				return super.writeWith(body);
			}
			headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
			return super.writeWith(this.gzip ? DataBufferUtils.join(body).map(this::compress) : body);
		}

		private DataBuffer compress(DataBuffer body) {
			byte[] bytes = new byte[body.readableByteCount()];
			body.read(bytes);
			DataBufferUtils.release(body);
			byte[] compressed = Gzip.compress(bytes);
			getHeaders().set(HttpHeaders.CONTENT_ENCODING, "gzip");
			getHeaders().setContentLength(compressed.length);
			return bufferFactory().wrap(compressed);
		}

	}

}
