package dev.sightline.autoconfigure.http.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers of answers that share their bytes with those of other answers.
 */
class HeaderBytesTests {

	private final Request request = new Request();

	@Test
	void shouldKeepTheHeadersOfOneAnswerApartHoweverManyTheyAre() {
		Response response = answer();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			String value = String.valueOf(i).repeat(30 + i);
			HeaderBytes.add(this.request, AnswerHeader.REQUEST_ID, value);
			expected.add(value);
		}
		assertThat(Collections.list(response.getMimeHeaders().values("X-Request-Id"))).isEqualTo(expected);
	}

	@Test
	void shouldWriteTheNextAnswerOverTheLast() {
		for (String id : List.of("first-of-the-two", "second")) {
			Response response = answer();
			HeaderBytes.add(this.request, AnswerHeader.REQUEST_ID, id);
			HeaderBytes.add(this.request, AnswerHeader.RESPONSE_TIME, "0.1ms");
			assertThat(response.getMimeHeaders().getHeader("X-Request-Id")).isEqualTo(id);
			assertThat(response.getMimeHeaders().getHeader("X-Response-Time")).isEqualTo("0.1ms");
		}
	}

	/**
	 * Tomcat writes a number to the beginning of the bytes that the header in its place
	 * had before.
	 */
	@Test
	void shouldLeaveRoomForNumbers() {
		Response response = answer();
		HeaderBytes.add(this.request, AnswerHeader.REQUEST_ID, "first");
		HeaderBytes.add(this.request, AnswerHeader.TRACE_ID, "trace");
		response.recycle();
		HeaderBytes.begin(this.request);
		HeaderBytes.add(this.request, AnswerHeader.REQUEST_ID, "second");
		response.getMimeHeaders().setValue("Content-Length").setLong(Long.MIN_VALUE);
		assertThat(response.getMimeHeaders().getHeader("X-Request-Id")).isEqualTo("second");
	}

	private Response answer() {
		Response response = new Response();
		this.request.setResponse(response);
		HeaderBytes.begin(this.request);
		return response;
	}

}
