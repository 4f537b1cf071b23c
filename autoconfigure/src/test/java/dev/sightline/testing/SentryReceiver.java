package dev.sightline.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receives envelopes of Sentry on the loopback interface and keeps them. It is for what
 * Spotlight can not do: answer 429, name a rate limit, and hang.
 */
public final class SentryReceiver implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<Envelope> envelopes = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private volatile int status = 200;

	private volatile String rateLimits;

	private volatile boolean hanging;

	public SentryReceiver() {
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

	/**
	 * The DSN of a project on it.
	 */
	public String dsn() {
		return "http://key@127.0.0.1:" + this.server.getAddress().getPort() + "/1";
	}

	/**
	 * Answer with a status from now on.
	 * @param rateLimits the header {@code X-Sentry-Rate-Limits}, {@code null} for none
	 */
	public void answer(int status, String rateLimits) {
		this.status = status;
		this.rateLimits = rateLimits;
	}

	/**
	 * Answer no more.
	 */
	public void hang() {
		this.hanging = true;
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.requests
			.add(exchange.getRequestURI().getPath() + " " + exchange.getRequestHeaders().getFirst("X-Sentry-Auth"));
		boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		try (InputStream body = gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
			this.envelopes.add(new Envelope(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
		}
		if (this.hanging) {
			// Closed with the server.
			return;
		}
		try (exchange) {
			if (this.rateLimits != null) {
				exchange.getResponseHeaders().add("X-Sentry-Rate-Limits", this.rateLimits);
			}
			exchange.sendResponseHeaders(this.status, -1);
		}
	}

	/**
	 * Path and authentication of what arrived, also of spans.
	 */
	public List<String> requests() {
		return this.requests;
	}

	/**
	 * The envelopes that arrived.
	 */
	public List<Envelope> envelopes() {
		return this.envelopes;
	}

	/**
	 * The events that arrived.
	 */
	public List<JsonNode> events() {
		return items("event");
	}

	/**
	 * The items of one type that arrived.
	 */
	public List<JsonNode> items(String type) {
		return this.envelopes.stream().flatMap((envelope) -> envelope.items(type).stream()).toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * One envelope.
	 *
	 * @param text as it arrived, without compression
	 */
	public record Envelope(String text) {

		/**
		 * Its header.
		 */
		public JsonNode header() {
			return JsonMapper.shared().readTree(this.text.lines().findFirst().orElseThrow());
		}

		/**
		 * Its items of one type.
		 */
		public List<JsonNode> items(String type) {
			List<JsonNode> items = new ArrayList<>();
			List<String> lines = this.text.lines().toList();
			for (int i = 1; i + 1 < lines.size(); i += 2) {
				if (JsonMapper.shared().readTree(lines.get(i)).path("type").asString().equals(type)) {
					items.add(JsonMapper.shared().readTree(lines.get(i + 1)));
				}
			}
			return items;
		}

	}

}
