package dev.sightline.autoconfigure.websocket;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static dev.sightline.autoconfigure.websocket.Client.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Handlers of Spring MVC on Tomcat. Each test has a path of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServletWebSocketTests {

	private static final String TRACE = "33333333333333333333333333333333";

	private static OtlpReceiver receiver;

	private static TestApp app;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		app = TestApp.servlet(ServletWebSocketApp.class, receiver.settings("sightline.logging.format=json"));
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
		assertThat(client.text("hello").receive()).isEqualTo("hello");
		assertThat(client.text(text).receive()).isEqualTo(text);
		assertThat(client.ping().binary(1000).receiveSize()).isEqualTo(1000);
		assertThat(metric(app, "websocket_connections_active", uri)).isEqualTo(1);
		client.close(1000);
		assertThat(client.awaitClosed()).isEqualTo(1000);
		await().until(() -> metric(app, "websocket_closes_total", uri), (closes) -> closes == 1);
		double bytes = 5 + text.getBytes(StandardCharsets.UTF_8).length + 1000;
		for (String direction : List.of("direction=\"received\"", "direction=\"sent\"")) {
			assertThat(metric(app, "websocket_message_size_bytes_count", uri, direction)).isEqualTo(3);
			assertThat(metric(app, "websocket_message_size_bytes_sum", uri, direction)).isEqualTo(bytes);
		}
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
		assertThat(metric(app, "websocket_closes_total", uri, "code=\"1000\"")).isEqualTo(1);
		assertThat(metric(app, "websocket_session_duration_seconds_count", uri)).isEqualTo(1);
		assertThat(metric(app, "websocket_session_duration_seconds_sum", uri)).isPositive();
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
	void shouldNotCountPingsAndPongs() throws InterruptedException {
		Client client = Client.open(app, "/ws/ping");
		assertThat(client.text("ping me").receive()).isEqualTo("pong");
		// What is sent is counted once it is out.
		await().until(() -> metric(app, "websocket_message_size_bytes_count", "uri=\"/ws/ping\""),
				(messages) -> messages == 2);
		client.close(1000);
	}

	@Test
	void shouldCountAMessageInPartsOnce() throws InterruptedException {
		String uri = "uri=\"/ws/parts\"";
		Client client = Client.open(app, "/ws/parts");
		client.part("one").part("two").text("three");
		assertThat(client.receive()).isEqualTo("onetwothree");
		client.close(1000);
		await().until(() -> metric(app, "websocket_closes_total", uri), (closes) -> closes == 1);
		for (String direction : List.of("direction=\"received\"", "direction=\"sent\"")) {
			assertThat(metric(app, "websocket_message_size_bytes_count", uri, direction)).isEqualTo(1);
			assertThat(metric(app, "websocket_message_size_bytes_sum", uri, direction)).isEqualTo(11);
		}
		await().until(() -> spans("websocket receive /ws/parts").size(), (spans) -> spans == 1);
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
			assertThat(span.attributes()).containsEntry("http.route", "/ws/trace")
				.containsEntry("network.protocol.name", "websocket");
			assertThat(span.links()).containsExactly(TRACE + "-" + handshake.spanId());
			assertThat(output.getOut().lines()).anyMatch((line) -> line.contains("Handling")
					&& line.contains("\"traceId\":\"" + span.traceId()) && line.contains(span.spanId()));
		});
	}

	@Test
	void shouldSayThatAHandlerFailed(CapturedOutput output) {
		String uri = "uri=\"/ws/throwing\"";
		Client client = Client.open(app, "/ws/throwing").text("hello");
		assertThat(client.awaitClosed()).isEqualTo(1011);
		await().until(() -> metric(app, "websocket_closes_total", uri, "code=\"1011\""), (closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
		await().until(() -> !spans("websocket receive /ws/throwing").isEmpty());
		ReceivedSpan span = spans("websocket receive /ws/throwing").get(0);
		assertThat(span.status()).isEqualTo("STATUS_CODE_ERROR");
		assertThat(output.getOut().lines())
			.filteredOn((line) -> line.contains("Closing session due to exception") && line.contains("/ws/throwing]"))
			.singleElement()
			.asString()
			.contains("\"traceId\":\"" + span.traceId());
	}

	@Test
	void shouldEndAConnectionThatFailedToOpen() {
		String uri = "uri=\"/ws/stillborn\"";
		assertThat(Client.open(app, "/ws/stillborn").awaitClosed()).isEqualTo(1011);
		await().until(() -> metric(app, "websocket_closes_total", uri, "code=\"1011\""), (closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
	}

	@Test
	void shouldCountHandshakesThatAreRefused() {
		String uri = "uri=\"/ws/refuse\"";
		assertThatThrownBy(() -> Client.open(app, "/ws/refuse", "Origin", "http://example.com"))
			.hasStackTraceContaining("403");
		assertThat(Http.get(app.url("/ws/refuse")).statusCode()).isEqualTo(400);
		assertThat(Http.send("POST", app.url("/ws/refuse"), "").statusCode()).isEqualTo(405);
		assertThatThrownBy(() -> Client.open(app, "/ws/refuse", "answer", "no"));
		assertThatThrownBy(() -> Client.open(app, "/ws/refuse", "answer", "throw"));
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"failure\"")).isEqualTo(5);
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"success\"")).isZero();
		Client.open(app, "/ws/refuse").close(1000);
		assertThat(metric(app, "websocket_handshakes_total", uri)).isEqualTo(6);
		await().until(() -> metric(app, "websocket_connections_active", uri), (active) -> active == 0);
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
		assertThat(metric(app, "websocket_session_duration_seconds_count", uri)).isEqualTo(200);
	}

	@Test
	void shouldGiveAccessToTheSessionOfTheContainer() throws InterruptedException {
		Client client = Client.open(app, "/ws/native");
		assertThat(client.text("native").receive()).isEqualTo("WsSession StandardWebSocketSession");
		client.close(1000);
	}

	@Test
	void shouldObserveSockJs() throws InterruptedException {
		String uri = "uri=\"/ws/sock/**\"";
		Client client = Client.open(app, "/ws/sock/websocket");
		assertThat(client.text("hello").receive()).isEqualTo("hello");
		client.close(1000);
		String session = app.url("/ws/sock/000/abc");
		assertThat(Http.send("POST", session + "/xhr", "").body()).isEqualTo("o\n");
		assertThat(Http.get(app.url("/ws/sock/info")).statusCode()).isEqualTo(200);
		await().until(() -> metric(app, "websocket_closes_total", uri, "code=\"1000\""), (closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", uri)).isEqualTo(1);
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"success\"")).isEqualTo(2);
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"failure\"")).isZero();
		assertThat(metric(app, "websocket_message_size_bytes_count", uri)).isEqualTo(2);
	}

	@Test
	void shouldSayThatAHandlerBehindSockJsFailed() {
		Client client = Client.open(app, "/ws/throwing-sock/websocket").text("hello");
		assertThat(client.awaitClosed()).isEqualTo(1011);
		await().until(() -> !spans("websocket receive /ws/throwing-sock/**").isEmpty());
		assertThat(spans("websocket receive /ws/throwing-sock/**").get(0).status()).isEqualTo("STATUS_CODE_ERROR");
	}

	@Test
	void shouldLeaveAHandlerOfTheApplicationAlone() throws InterruptedException {
		Client client = Client.open(app, "/ws/own");
		assertThat(client.text("native").receive()).isEqualTo("WsSession StandardWebSocketSession");
		client.close(1000);
		assertThat(metric(app, "websocket_handshakes_total", "uri=\"/ws/own\"")).isEqualTo(-1);
	}

	@Test
	void shouldEndWithTheServer() {
		try (TestApp own = TestApp.servlet(ServletWebSocketApp.class)) {
			Client.open(own, "/ws/many");
			MeterRegistry registry = own.context().getBean(MeterRegistry.class);
			await().until(() -> registry.get("websocket.connections.active").gauge().value() == 1);
			own.close();
			await().until(() -> registry.get("websocket.connections.active").gauge().value() == 0);
		}
	}

	@Test
	void shouldStayOffWithItsSignal() throws InterruptedException {
		try (TestApp own = TestApp.servlet(ServletWebSocketApp.class, "sightline.websocket.enabled=false")) {
			Client client = Client.open(own, "/ws/count");
			assertThat(client.text("hello").receive()).isEqualTo("hello");
			client.close(1000);
			assertThat(own.scrape()).doesNotContain("websocket_");
		}
	}

	private static List<ReceivedSpan> spans(String name) {
		return receiver.spans().stream().filter((span) -> span.name().equals(name)).toList();
	}

}
