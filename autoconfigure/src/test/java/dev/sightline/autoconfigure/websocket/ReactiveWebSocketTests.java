package dev.sightline.autoconfigure.websocket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static dev.sightline.autoconfigure.websocket.Client.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers of WebFlux on Netty. Each test has a path of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactiveWebSocketTests {

	private static final String TRACE = "55555555555555555555555555555555";

	private static OtlpReceiver receiver;

	private static TestApp app;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		app = TestApp.reactive(App.class, receiver.settings("sightline.logging.format=json"));
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
	}

	@Test
	void shouldCountMessagesAndTheirBytes() throws InterruptedException {
		String uri = "uri=\"/ws/count\"";
		String text = "gr\u00fc\u00dfe \u20ac \ud83d\ude00";
		Client client = Client.open(app, "/ws/count");
		assertThat(client.part("hel").text("lo").receive()).isEqualTo("hello");
		assertThat(client.text(text).receive()).isEqualTo(text);
		assertThat(client.ping().binary(1000).receiveSize()).isEqualTo(1000);
		assertThat(metric(app, "websocket_connections_active", uri)).isEqualTo(1);
		client.close(1000);
		await().until(() -> metric(app, "websocket_closes_total", uri), (closes) -> closes == 1);
		double bytes = 5 + text.getBytes(StandardCharsets.UTF_8).length + 1000;
		for (String direction : List.of("direction=\"received\"", "direction=\"sent\"")) {
			assertThat(metric(app, "websocket_message_size_bytes_count", uri, direction)).isEqualTo(3);
			assertThat(metric(app, "websocket_message_size_bytes_sum", uri, direction)).isEqualTo(bytes);
		}
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
		assertThat(metric(app, "websocket_closes_total", uri, "code=\"1000\"")).isEqualTo(1);
		assertThat(metric(app, "websocket_session_duration_seconds_count", uri)).isEqualTo(1);
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"success\"")).isEqualTo(1);
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"failure\"")).isZero();
	}

	@Test
	void shouldCountWithThePatternOfThePath() throws InterruptedException {
		Client client = Client.open(app, "/ws/rooms/secret-room?token=secret-token");
		assertThat(client.text("hello").receive()).isEqualTo("hello");
		client.close(4001);
		await().until(() -> metric(app, "websocket_closes_total", "uri=\"/ws/rooms/{room}\"", "code=\"other\""),
				(closes) -> closes == 1);
		assertThat(app.scrape()).doesNotContain("secret-");
	}

	@Test
	void shouldTraceEachMessageAndLinkItToTheHandshake(CapturedOutput output) throws InterruptedException {
		Client client = Client.open(app, "/ws/trace", "traceparent", "00-" + TRACE + "-4444444444444444-01");
		client.text("one").receive();
		client.text("two").receive();
		client.close(1000);
		await().until(() -> spans("websocket receive /ws/trace").size() == 2
				&& receiver.spans().stream().anyMatch((span) -> span.traceId().equals(TRACE)));
		ReceivedSpan handshake = receiver.spans()
			.stream()
			.filter((span) -> span.traceId().equals(TRACE))
			.findFirst()
			.orElseThrow();
		List<ReceivedSpan> spans = spans("websocket receive /ws/trace");
		assertThat(spans).extracting(ReceivedSpan::traceId).doesNotHaveDuplicates().doesNotContain(TRACE);
		assertThat(spans).allSatisfy((span) -> {
			assertThat(span.parentSpanId()).isEmpty();
			assertThat(span.kind()).isEqualTo("SPAN_KIND_CONSUMER");
			assertThat(span.attributes()).containsEntry("http.route", "/ws/trace");
			assertThat(span.links()).containsExactly(TRACE + "-" + handshake.spanId());
			assertThat(output.getOut().lines()).anyMatch((line) -> line.contains("Handling")
					&& line.contains("\"traceId\":\"" + span.traceId()) && line.contains(span.spanId()));
		});
	}

	@Test
	void shouldSayThatAHandlerFailed() {
		String uri = "uri=\"/ws/throwing\"";
		Client client = Client.open(app, "/ws/throwing").text("hello");
		// Netty sends a close frame without a code when the messages are cancelled.
		assertThat(client.awaitClosed()).isEqualTo(1005);
		await().until(() -> metric(app, "websocket_closes_total", uri, "code=\"1006\""), (closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
		await().until(() -> !spans("websocket receive /ws/throwing").isEmpty());
		assertThat(spans("websocket receive /ws/throwing")).singleElement()
			.extracting(ReceivedSpan::status)
			.isEqualTo("STATUS_CODE_ERROR");
	}

	@Test
	void shouldCountTheCodeThatTheHandlerCloses() {
		assertThat(Client.open(app, "/ws/leaving").awaitClosed()).isEqualTo(1001);
		await().until(() -> metric(app, "websocket_closes_total", "uri=\"/ws/leaving\"", "code=\"1001\""),
				(closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", "uri=\"/ws/leaving\"")).isZero();
	}

	@Test
	void shouldCountAHandlerThatOnlySends() throws InterruptedException {
		String uri = "uri=\"/ws/sending\"";
		Client client = Client.open(app, "/ws/sending");
		assertThat(client.receive()).isEqualTo("tick");
		client.abort();
		await().until(() -> metric(app, "websocket_closes_total", uri, "code=\"1006\""), (closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
	}

	@Test
	void shouldNotChangeDemand() throws InterruptedException {
		Client client = Client.open(app, "/ws/demand");
		client.text("one").text("two").text("three");
		assertThat(client.receive()).isEqualTo("one");
		assertThat(metric(app, "websocket_message_size_bytes_count", "uri=\"/ws/demand\"", "received")).isEqualTo(1);
		client.abort();
	}

	@Test
	void shouldCountHandshakesThatAreRefused() {
		String uri = "uri=\"/ws/refuse\"";
		assertThat(Http.get(app.url("/ws/refuse")).statusCode()).isEqualTo(400);
		assertThat(Http.send("POST", app.url("/ws/refuse"), "").statusCode()).isEqualTo(405);
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"failure\"")).isEqualTo(2);
		Client.open(app, "/ws/refuse").close(1000);
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"success\"")).isEqualTo(1);
		assertThat(metric(app, "websocket_handshakes_total", uri)).isEqualTo(3);
	}

	@Test
	void shouldCountAResetAsAbnormal() {
		String uri = "uri=\"/ws/reset\"";
		Client.reset(app, "/ws/reset",
				() -> await().until(() -> metric(app, "websocket_connections_active", uri), (active) -> active == 1));
		await().until(() -> metric(app, "websocket_closes_total", uri, "code=\"1006\""), (closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
	}

	@Test
	void shouldForgetNoConnection() {
		String uri = "uri=\"/ws/many\"";
		List<Client> clients = IntStream.range(0, 200).mapToObj((i) -> Client.open(app, "/ws/many")).toList();
		await().until(() -> metric(app, "websocket_connections_active", uri), (active) -> active == 200);
		for (int i = 0; i < clients.size(); i++) {
			if (i % 4 == 0) {
				clients.get(i).abort();
			}
			else {
				clients.get(i).text("hello").close(1000);
			}
		}
		await().until(() -> metric(app, "websocket_closes_total", uri), (closes) -> closes == 200);
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
		assertThat(metric(app, "websocket_closes_total", uri, "code=\"1000\"")).isEqualTo(150);
	}

	private static List<ReceivedSpan> spans(String name) {
		return receiver.spans().stream().filter((span) -> span.name().equals(name)).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		@Bean
		SimpleUrlHandlerMapping handlers() {
			WebSocketHandler echo = (session) -> session.send(session.receive()
				.doOnNext((message) -> logger.info("Handling"))
				.map((message) -> (message.getType() == WebSocketMessage.Type.TEXT)
						? session.textMessage(message.getPayloadAsText()) : message.retain()));
			WebSocketHandler throwing = (session) -> session.receive().doOnNext((message) -> {
				throw new IllegalStateException("No");
			}).then();
			WebSocketHandler leaving = (session) -> session.close(CloseStatus.GOING_AWAY);
			WebSocketHandler sending = (session) -> session.send(
					Flux.interval(Duration.ofMillis(10)).onBackpressureDrop().map((i) -> session.textMessage("tick")));
			WebSocketHandler demand = (session) -> session.send(session.receive()
				.map((message) -> session.textMessage(message.getPayloadAsText()))
				.concatMap((message) -> Mono.just(message).concatWith(Mono.never()), 0));
			return new SimpleUrlHandlerMapping(Map.of("/ws/count", echo, "/ws/rooms/{room}", echo, "/ws/trace", echo,
					"/ws/refuse", echo, "/ws/reset", echo, "/ws/many", echo, "/ws/throwing", throwing, "/ws/leaving",
					leaving, "/ws/sending", sending, "/ws/demand", demand), -1);
		}

	}

}
