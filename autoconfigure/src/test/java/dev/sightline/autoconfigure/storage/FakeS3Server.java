package dev.sightline.autoconfigure.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A stand-in for what a real server does on its bad days only: it is too busy, denies
 * access, or does not answer, as the name of the bucket says.
 */
final class FakeS3Server implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	FakeS3Server() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/busy", (exchange) -> answer(exchange, 503, "SlowDown"));
		this.server.createContext("/denied", (exchange) -> answer(exchange, 403, "AccessDenied"));
		this.server.createContext("/silent", this::hang);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	private static void answer(HttpExchange exchange, int status, String code) throws IOException {
		try (exchange) {
			exchange.getRequestBody().readAllBytes();
			byte[] body = "<Error><Code>%s</Code><Message>No</Message></Error>".formatted(code)
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/xml");
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private void hang(HttpExchange exchange) {
		try (exchange) {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
