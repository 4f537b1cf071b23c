package dev.sightline.autoconfigure.http.server;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * An answer that counts the bytes of its body as they are written, and knows when its
 * first was.
 */
class CountingResponse extends ServerHttpResponseDecorator {

	private final AtomicLong written = new AtomicLong();

	private final long start = System.nanoTime();

	private final @Nullable String id;

	private final CountingRequest request;

	private volatile @Nullable ActiveRequest active;

	private volatile long firstByteNanos = ServerExchange.UNKNOWN;

	CountingResponse(ServerHttpResponse delegate, @Nullable String id, CountingRequest request) {
		super(delegate);
		this.id = id;
		this.request = request;
	}

	/**
	 * The id of the request, {@code null} if requests have none.
	 */
	@Nullable String id() {
		return this.id;
	}

	CountingRequest request() {
		return this.request;
	}

	/**
	 * The bytes that were written.
	 */
	long written() {
		return this.written.get();
	}

	/**
	 * The nanoseconds from the request to the first byte of its answer, or
	 * {@link ServerExchange#UNKNOWN}.
	 */
	long firstByteNanos() {
		return this.firstByteNanos;
	}

	void setActive(ActiveRequest active) {
		this.active = active;
	}

	/**
	 * Nothing more happens to the request, whether or not its observation was told.
	 */
	void end() {
		ActiveRequest active = this.active;
		if (active != null) {
			active.end();
		}
	}

	/**
	 * The headers are about to be sent.
	 */
	void committed(ResponseTime responseTime) {
		this.firstByteNanos = System.nanoTime() - this.start;
		responseTime.write(this.firstByteNanos, getHeaders());
	}

	/**
	 * Spring treats a {@link Mono} better than a {@link Flux}, so it stays one.
	 */
	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith((body instanceof Mono<? extends DataBuffer> mono) ? mono.doOnNext(this::count)
				: Flux.from(body).doOnNext(this::count));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(Flux.from(body).map(new CountedParts(this::count)));
	}

	private void count(DataBuffer buffer) {
		this.written.addAndGet(buffer.readableByteCount());
	}

	/**
	 * An answer that can send a file without reading it.
	 */
	static final class ZeroCopy extends CountingResponse implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage file;

		ZeroCopy(ServerHttpResponse delegate, ZeroCopyHttpOutputMessage file, @Nullable String id,
				CountingRequest request) {
			super(delegate, id, request);
			this.file = file;
		}

		@Override
		public Mono<Void> writeWith(Path path, long position, long count) {
			return this.file.writeWith(path, position, count)
				.doOnSuccess((done) -> ((CountingResponse) this).written.addAndGet(count));
		}

	}

}
