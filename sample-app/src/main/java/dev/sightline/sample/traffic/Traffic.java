package dev.sightline.sample.traffic;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * Plays a few customers, so that there is something to see.
 */
@Component
@EnableConfigurationProperties(TrafficProperties.class)
class Traffic implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Traffic.class);

	private final TrafficProperties properties;

	private final RestClient.Builder clients;

	private final HttpClient chats = HttpClient.newHttpClient();

	private ScheduledExecutorService customers;

	private volatile String base;

	Traffic(TrafficProperties properties, RestClient.Builder clients) {
		this.properties = properties;
		this.clients = clients;
	}

	@EventListener
	void listen(WebServerInitializedEvent event) {
		if (!"management".equals(event.getApplicationContext().getServerNamespace())) {
			String path = event.getApplicationContext().getEnvironment().getProperty("server.servlet.context-path", "");
			this.base = "http://127.0.0.1:" + event.getWebServer().getPort() + path;
		}
	}

	@Override
	public void start() {
		if (this.properties.rate() <= 0) {
			return;
		}
		logger.info("Sending about {} requests a second to this application", this.properties.rate());
		RestClient client = this.clients.build();
		this.customers = Executors.newScheduledThreadPool(2);
		long period = TimeUnit.SECONDS.toMicros(1) / this.properties.rate();
		this.customers.scheduleAtFixedRate(() -> request(client), 0, Math.max(1, period), TimeUnit.MICROSECONDS);
	}

	private void request(RestClient client) {
		if (this.base == null) {
			return;
		}
		RandomGenerator random = RandomGenerator.getDefault();
		int dice = random.nextInt(100);
		try {
			if (dice < 10) {
				client.post()
					.uri(this.base + "/api/tickets")
					.contentType(MediaType.APPLICATION_JSON)
					.body(Map.of("subject", "It does not print", "customer", "customer-" + random.nextInt(50)))
					.retrieve()
					.toBodilessEntity();
			}
			else if (dice < 12) {
				chat();
			}
			else if (dice < 15) {
				ask(client, dice, random);
			}
			else if (dice < 18) {
				client.post()
					.uri(this.base + "/api/tickets/{id}/attachments", 1 + random.nextInt(3))
					.body(attachment(random))
					.retrieve()
					.toBodilessEntity();
			}
			else {
				client.get().uri(this.base + path(dice), 1 + random.nextInt(3)).retrieve().toBodilessEntity();
			}
		}
		catch (RuntimeException ex) {
			// Some of the customers ask for trouble.
		}
	}

	private void ask(RestClient client, int dice, RandomGenerator random) {
		String path = switch (dice) {
			case 12 -> "/api/chat";
			case 13 -> "/api/ask";
			default -> random.nextBoolean() ? "/api/speech" : "/api/tickets/1/draft";
		};
		client.post()
			.uri(this.base + path)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("message", "How do I turn the screen?"))
			.retrieve()
			.toBodilessEntity();
	}

	private void chat() {
		this.chats.newWebSocketBuilder()
			.buildAsync(URI.create(this.base.replaceFirst("http", "ws") + "/ws/chat"), new WebSocket.Listener() {
			})
			.thenCompose((socket) -> socket.sendText("It still does not print", true))
			.thenCompose((socket) -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
	}

	private static MultiValueMap<String, HttpEntity<?>> attachment(RandomGenerator random) {
		MultipartBodyBuilder body = new MultipartBodyBuilder();
		body.part("file", new byte[1 << random.nextInt(8, 20)]).filename("screen").contentType(MediaType.IMAGE_PNG);
		return body.build();
	}

	private static String path(int dice) {
		if (dice < 40) {
			return "/api/tickets";
		}
		if (dice < 60) {
			return "/api/tickets/{id}";
		}
		if (dice < 91) {
			return "/api/articles/{id}";
		}
		if (dice < 95) {
			return (dice < 93) ? "/api/reports/customers" : "/api/reports/slow";
		}
		return (dice < 98) ? "/api/slow?ms=300" : "/api/fail";
	}

	@Override
	public void stop() {
		if (this.customers != null) {
			this.customers.shutdownNow();
			this.customers = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.customers != null;
	}

}
