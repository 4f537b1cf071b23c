package dev.sightline.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays Slack, PagerDuty and a webhook, which are services of others: it keeps what
 * Alertmanager tells them.
 */
final class AlertSink implements AutoCloseable {

	/**
	 * What was told.
	 *
	 * @param path the path, which says whom
	 * @param authorization the header, or {@code null}
	 * @param body the message
	 */
	record Message(String path, String authorization, JsonNode body) {

	}

	private final HttpServer server;

	private final List<Message> messages = new CopyOnWriteArrayList<>();

	AlertSink() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::receive);
		this.server.start();
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.messages.add(new Message(exchange.getRequestURI().getPath(),
					exchange.getRequestHeaders().getFirst("Authorization"),
					JsonMapper.shared().readTree(exchange.getRequestBody())));
			exchange.sendResponseHeaders(202, -1);
		}
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + path;
	}

	/**
	 * The texts of the messages to Slack.
	 */
	List<String> slack() {
		return bodies("/slack").map((body) -> body.at("/attachments/0/text").asString()).toList();
	}

	/**
	 * The events for PagerDuty.
	 */
	List<JsonNode> pagerDuty() {
		return bodies("/pagerduty").toList();
	}

	/**
	 * The messages to the webhook.
	 */
	List<Message> webhook() {
		return this.messages.stream().filter((message) -> message.path().equals("/webhook")).toList();
	}

	private java.util.stream.Stream<JsonNode> bodies(String path) {
		return this.messages.stream().filter((message) -> message.path().equals(path)).map(Message::body);
	}

	/**
	 * All that was told, as text.
	 */
	String everything() {
		return this.messages.toString();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
