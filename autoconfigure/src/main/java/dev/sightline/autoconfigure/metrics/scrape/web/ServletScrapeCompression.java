package dev.sightline.autoconfigure.metrics.scrape.web;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Compresses what Spring Boot's endpoint answers on Spring MVC, on whatever port and path
 * that is.
 */
@ControllerAdvice
class ServletScrapeCompression implements ResponseBodyAdvice<Object> {

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
		return converter == ByteArrayHttpMessageConverter.class;
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType, MediaType contentType,
			Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
			ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		if (!(body instanceof byte[] bytes) || !ScrapeFormats.isScrape(contentType)
				|| headers.containsHeader(HttpHeaders.CONTENT_ENCODING)
				|| headers.containsHeader(HttpHeaders.CONTENT_LENGTH) || headers.containsHeader(HttpHeaders.ETAG)) {
			// What has a length or a tag already is not the endpoint's.
			return body;
		}
		headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		if (!Gzip.isAccepted(request.getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING))) {
			return body;
		}
		headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
		return Gzip.compress(bytes);
	}

}
