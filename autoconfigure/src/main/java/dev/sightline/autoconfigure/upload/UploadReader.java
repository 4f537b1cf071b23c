package dev.sightline.autoconfigure.upload;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Gives Spring's reader of parts a request that is followed.
 *
 * @param <T> what is read
 */
class UploadReader<T> implements HttpMessageReader<T> {

	private final HttpMessageReader<T> delegate;

	private final ObjectProvider<Uploads> uploads;

	UploadReader(HttpMessageReader<T> delegate, ObjectProvider<Uploads> uploads) {
		this.delegate = delegate;
		this.uploads = uploads;
	}

	@Override
	public List<MediaType> getReadableMediaTypes() {
		return this.delegate.getReadableMediaTypes();
	}

	@Override
	public List<MediaType> getReadableMediaTypes(ResolvableType elementType) {
		return this.delegate.getReadableMediaTypes(elementType);
	}

	@Override
	public boolean canRead(ResolvableType elementType, @Nullable MediaType mediaType) {
		return this.delegate.canRead(elementType, mediaType);
	}

	@Override
	public Flux<T> read(ResolvableType elementType, ReactiveHttpInputMessage message, Map<String, Object> hints) {
		if (message instanceof ServerHttpRequest request) {
			UploadRequest upload = new UploadRequest(request, this.uploads.getObject());
			return this.delegate.read(elementType, upload, hints).doOnNext(upload::read).doOnError(upload::rejected);
		}
		return this.delegate.read(elementType, message, hints);
	}

	@Override
	public Mono<T> readMono(ResolvableType elementType, ReactiveHttpInputMessage message, Map<String, Object> hints) {
		if (message instanceof ServerHttpRequest request) {
			UploadRequest upload = new UploadRequest(request, this.uploads.getObject());
			return this.delegate.readMono(elementType, upload, hints)
				.doOnNext(upload::read)
				.doOnError(upload::rejected);
		}
		return this.delegate.readMono(elementType, message, hints);
	}

}
