package dev.sightline.sample.stub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import tools.jackson.databind.JsonNode;

/**
 * What the stub answers: one body, or the events of a stream.
 *
 * @param status the status of HTTP
 * @param type the type of the content
 * @param body the body, {@code null} for a stream
 * @param events the data of the events, empty for one body
 */
record StubAnswer(int status, String type, byte[] body, List<String> events) {

	private static final int FIRST_BYTE_MILLIS = 300;

	private static final int CHUNK_MILLIS = 20;

	/**
	 * Makes an answer.
	 */
	interface Maker {

		StubAnswer make(StubRequest request) throws IOException;

	}

	/**
	 * Waits until the server is closed.
	 */
	interface Hang {

		void hang() throws InterruptedException;

	}

	static StubAnswer json(JsonNode json) {
		return json(200, json.toString());
	}

	private static StubAnswer json(int status, String json) {
		return new StubAnswer(status, "application/json", json.getBytes(StandardCharsets.UTF_8), List.of());
	}

	static StubAnswer bytes(String type, byte[] body) {
		return new StubAnswer(200, type, body, List.of());
	}

	static StubAnswer stream(List<String> events) {
		return new StubAnswer(200, "text/event-stream", null, events);
	}

	static StubAnswer notFound() {
		return error(404);
	}

	static StubAnswer error(int status) {
		return json(status, """
				{"error":{"message":"The stub was asked to fail with %d","type":"stub_error","code":"stub_%d"}}"""
			.formatted(status, status));
	}

	void write(HttpExchange exchange, StubRequest request, Hang hang) throws IOException, InterruptedException {
		boolean slow = request.behaves("slow");
		if (slow) {
			Thread.sleep(FIRST_BYTE_MILLIS);
		}
		exchange.getResponseHeaders().set("Content-Type", this.type);
		if (this.status == 429) {
			exchange.getResponseHeaders().set("Retry-After", "1");
		}
		if (this.body == null) {
			writeEvents(exchange, request, slow, hang);
		}
		else {
			writeBody(exchange, request);
		}
	}

	private void writeBody(HttpExchange exchange, StubRequest request) throws IOException {
		byte[] bytes = this.body;
		int length = bytes.length;
		if (request.behaves("fault-bad-json")) {
			bytes = "{\"choices\": [".getBytes(StandardCharsets.UTF_8);
			length = bytes.length;
		}
		boolean cut = request.behaves("fault-cut");
		exchange.sendResponseHeaders(this.status, length);
		OutputStream out = exchange.getResponseBody();
		out.write(bytes, 0, cut ? length / 2 : length);
		out.flush();
		if (!cut) {
			out.close();
		}
	}

	private void writeEvents(HttpExchange exchange, StubRequest request, boolean slow, Hang hang)
			throws IOException, InterruptedException {
		boolean cut = request.behaves("fault-cut");
		// A length that is never reached is the way to end in the middle.
		exchange.sendResponseHeaders(this.status, cut ? Integer.MAX_VALUE : 0);
		OutputStream out = exchange.getResponseBody();
		for (int i = 0; i < this.events.size(); i++) {
			if (i == this.events.size() / 2) {
				if (cut) {
					return;
				}
				if (request.behaves("fault-hang-midway")) {
					hang.hang();
				}
			}
			if (i == 1 && request.behaves("fault-bad-json")) {
				out.write("data: {\"choices\": [\n\n".getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
			out.write(("data: " + this.events.get(i) + "\n\n").getBytes(StandardCharsets.UTF_8));
			out.flush();
			if (slow) {
				Thread.sleep(CHUNK_MILLIS);
			}
		}
		out.close();
	}

}
