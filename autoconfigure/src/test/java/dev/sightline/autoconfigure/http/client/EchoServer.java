package dev.sightline.autoconfigure.http.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A server on the loopback interface that answers with the {@code traceparent} which it
 * was sent, with status 500 below {@code /broken} and with events below {@code /events}.
 */
final class EchoServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	EchoServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			exchange.getRequestBody().readAllBytes();
			String parent = String.valueOf(exchange.getRequestHeaders().getFirst("traceparent"));
			byte[] body = parent.getBytes(StandardCharsets.US_ASCII);
			exchange.getResponseHeaders()
				.set("Content-Type", path.startsWith("/events") ? "text/event-stream" : "text/plain");
			exchange.sendResponseHeaders(path.startsWith("/broken") ? 500 : 200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
