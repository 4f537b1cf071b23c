package dev.sightline.autoconfigure.metrics.scrape.web;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is compressed on which server. The scrape of running applications is
 * compressed in other tests.
 */
class ScrapeCompressionTests {

	private static final String TYPE = "text/plain;version=0.0.4;charset=utf-8";

	private static final byte[] BODY = "a_total 1.0\n".repeat(100).getBytes(StandardCharsets.UTF_8);

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length", "ETag", "Content-Encoding" })
	void shouldLeaveAnswersAloneThatAreNotOfTheEndpoint(String header) throws Exception {
		assertThat(answer(null)).isNotSameAs(BODY);
		assertThat(answer(header)).isSameAs(BODY);
	}

	private static Object answer(String header) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/federate");
		request.addHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
		ServletServerHttpResponse response = new ServletServerHttpResponse(new MockHttpServletResponse());
		if (header != null) {
			response.getHeaders().set(header, "1");
		}
		return new ServletScrapeCompression().beforeBodyWrite(BODY,
				new MethodParameter(Object.class.getMethod("toString"), -1), MediaType.parseMediaType(TYPE),
				ByteArrayHttpMessageConverter.class, new ServletServerHttpRequest(request), response);
	}

	@ParameterizedTest
	@CsvSource({ "prometheus, true", "/prometheus, true", "/prometheus/, true", "other, false" })
	void shouldKnowThePathHoweverItIsWritten(String name, boolean known) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get("/actuator/prometheus").header(HttpHeaders.ACCEPT_ENCODING, "gzip"));
		new ReactiveScrapeCompression(name, 0).filter(exchange, (passed) -> {
			passed.getResponse().getHeaders().setContentType(MediaType.parseMediaType(TYPE));
			return passed.getResponse().writeWith(Mono.just(passed.getResponse().bufferFactory().wrap(BODY)));
		}).block();
		assertThat(exchange.getResponse().getHeaders().containsHeader(HttpHeaders.CONTENT_ENCODING)).isEqualTo(known);
	}

	@Test
	void shouldKnowWhatIsAccepted() {
		assertThat(Gzip.isAccepted("deflate, gzip;q=0.5")).isTrue();
		assertThat(Gzip.isAccepted("x-gzip")).isTrue();
		assertThat(Gzip.isAccepted("gzip-more, br")).isFalse();
		assertThat(Gzip.isAccepted("gzip;q=0, br")).isFalse();
	}

}
