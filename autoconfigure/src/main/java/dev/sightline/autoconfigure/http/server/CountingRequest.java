package dev.sightline.autoconfigure.http.server;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * A request that counts the bytes of its body as they are read.
 */
class CountingRequest extends ServerHttpRequestDecorator {

	private final AtomicLong read = new AtomicLong();

	private volatile @Nullable Map<String, Object> attributes;

	CountingRequest(ServerHttpRequest delegate) {
		super(delegate);
	}

	/**
	 * The bytes that were read.
	 */
	long read() {
		return this.read.get();
	}

	/**
	 * Set the attributes of the exchange, which Spring shares with requests of its own
	 * only.
	 */
	void setAttributes(Map<String, Object> attributes) {
		this.attributes = attributes;
	}

	@Override
	public Map<String, Object> getAttributes() {
		Map<String, Object> attributes = this.attributes;
		return (attributes != null) ? attributes : super.getAttributes();
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return super.getBody().doOnNext((buffer) -> this.read.addAndGet(buffer.readableByteCount()));
	}

}
