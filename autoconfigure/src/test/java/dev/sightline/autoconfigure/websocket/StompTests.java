package dev.sightline.autoconfigure.websocket;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.annotation.SubscribeMapping;
import org.springframework.messaging.simp.broker.SimpleBrokerMessageHandler;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Leftovers;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static dev.sightline.autoconfigure.websocket.Client.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * STOMP with the simple broker on Tomcat.
 */
@ExtendWith(OutputCaptureExtension.class)
class StompTests {

	private static final String TRACE = "66666666666666666666666666666666";

	private static final int TOMCAT_THREADS = 4;

	private static OtlpReceiver receiver;

	private static TestApp app;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		app = TestApp.servlet(App.class, receiver.settings("sightline.logging.format=json",
				"server.tomcat.threads.max=" + TOMCAT_THREADS, "server.tomcat.threads.min-spare=" + TOMCAT_THREADS));
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
	}

	@Test
	void shouldCountAndTraceMessages(CapturedOutput output) throws InterruptedException {
		String uri = "uri=\"/stomp\"";
		Client client = Client.open(app, "/stomp", "traceparent", "00-" + TRACE + "-4444444444444444-01",
				"Sec-WebSocket-Protocol", "v12.stomp");
		List<String> sent = List.of("CONNECT\naccept-version:1.2\nhost:helpdesk\n\n\0",
				"SUBSCRIBE\nid:0\ndestination:/topic/answers\n\n\0", "SUBSCRIBE\nid:1\ndestination:/app/welcome\n\n\0",
				"SEND\ndestination:/app/rooms/secret/say\n\nhello\0", "SEND\ndestination:/app/fail\n\nhello\0");
		client.text(sent.get(0));
		String connected = client.receive();
		assertThat(connected).startsWith("CONNECTED");
		client.text(sent.get(1)).text(sent.get(2));
		String welcome = client.receive();
		assertThat(welcome).startsWith("MESSAGE").contains("Welcome");
		awaitSubscription("/topic/answers");
		client.text(sent.get(3));
		String answer = client.receive();
		assertThat(answer).startsWith("MESSAGE").contains("heard hello in secret");
		client.text(sent.get(4));
		client.close(1000);
		await().until(() -> metric(app, "websocket_closes_total", uri, "code=\"1000\""), (closes) -> closes == 1);
		assertThat(metric(app, "websocket_connections_active", uri)).isZero();
		assertThat(metric(app, "websocket_handshakes_total", uri, "outcome=\"success\"")).isEqualTo(1);
		assertThat(metric(app, "websocket_message_size_bytes_count", uri, "received")).isEqualTo(5);
		assertThat(metric(app, "websocket_message_size_bytes_sum", uri, "received"))
			.isEqualTo(sent.stream().mapToInt(String::length).sum());
		await().untilAsserted(() -> {
			assertThat(metric(app, "websocket_message_size_bytes_count", uri, "sent")).isEqualTo(3);
			assertThat(metric(app, "websocket_message_size_bytes_sum", uri, "sent"))
				.isEqualTo(connected.length() + welcome.length() + answer.length());
		});
		await().until(() -> messages().size() == 3
				&& receiver.spans().stream().anyMatch((span) -> span.traceId().equals(TRACE)));
		String handshake = receiver.spans()
			.stream()
			.filter((span) -> span.traceId().equals(TRACE))
			.map(ReceivedSpan::spanId)
			.findFirst()
			.orElseThrow();
		assertThat(messages()).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("process /app/welcome", "process /app/rooms/{room}/say", "process /app/fail");
		assertThat(messages()).extracting(ReceivedSpan::traceId).doesNotHaveDuplicates().doesNotContain(TRACE);
		assertThat(messages()).allSatisfy((span) -> {
			assertThat(span.parentSpanId()).isEmpty();
			assertThat(span.attributes()).containsEntry("messaging.system", "stomp")
				.containsEntry("messaging.destination.template", span.name().replace("process ", ""));
			assertThat(span.links()).containsExactly(TRACE + "-" + handshake);
		});
		String say = messages().stream()
			.filter((span) -> span.name().endsWith("/say"))
			.map(ReceivedSpan::traceId)
			.findFirst()
			.orElseThrow();
		assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("\"traceId\":\"" + say))
			.anyMatch((line) -> line.contains("Handling"))
			.anyMatch((line) -> line.contains("Intercepting"));
		assertThat(App.decorated).hasValue(1);
		assertNothingLeft();
	}

	/**
	 * Neither the threads of the channels nor those of Tomcat know of the messages, of
	 * which one failed.
	 */
	private static void assertNothingLeft() {
		Leftovers leftovers = Leftovers.of(app.context());
		for (String channel : List.of("clientInboundChannel", "clientOutboundChannel")) {
			var executor = (ThreadPoolTaskExecutor) app.context()
				.getBean(channel, ExecutorSubscribableChannel.class)
				.getExecutor();
			assertThat(leftovers.on(executor.getThreadPoolExecutor(), executor.getCorePoolSize())).as(channel)
				.containsOnly(Leftovers.NOTHING);
		}
		var server = ((WebServerApplicationContext) app.context()).getWebServer();
		var tomcat = ((TomcatWebServer) server).getTomcat().getConnector().getProtocolHandler().getExecutor();
		assertThat(leftovers.on(tomcat, TOMCAT_THREADS)).containsOnly(Leftovers.NOTHING);
	}

	private static void awaitSubscription(String destination) {
		SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(SimpMessageType.MESSAGE);
		headers.setDestination(destination);
		Message<?> message = MessageBuilder.createMessage("", headers.getMessageHeaders());
		SimpleBrokerMessageHandler broker = app.context().getBean(SimpleBrokerMessageHandler.class);
		await().until(() -> !broker.getSubscriptionRegistry().findSubscriptions(message).isEmpty());
	}

	private static List<ReceivedSpan> messages() {
		return receiver.spans().stream().filter((span) -> span.kind().equals("SPAN_KIND_CONSUMER")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSocketMessageBroker
	static class App implements WebSocketMessageBrokerConfigurer {

		private static final Logger logger = LoggerFactory.getLogger(App.class);

		private static final AtomicInteger decorated = new AtomicInteger();

		@Bean
		Rooms rooms() {
			return new Rooms();
		}

		@Override
		public void registerStompEndpoints(StompEndpointRegistry registry) {
			registry.addEndpoint("/stomp");
		}

		@Override
		public void configureMessageBroker(MessageBrokerRegistry registry) {
			registry.enableSimpleBroker("/topic");
			registry.setApplicationDestinationPrefixes("/app");
		}

		@Override
		public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
			registration.addDecoratorFactory((handler) -> new WebSocketHandlerDecorator(handler) {

				@Override
				public void afterConnectionEstablished(WebSocketSession session) throws Exception {
					decorated.incrementAndGet();
					super.afterConnectionEstablished(session);
				}

			});
		}

		@Override
		public void configureClientInboundChannel(ChannelRegistration registration) {
			registration.interceptors(new ExecutorChannelInterceptor() {

				@Override
				public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
					logger.info("Intercepting");
					return message;
				}

			});
		}

	}

	@Controller
	static class Rooms {

		private static final Logger logger = LoggerFactory.getLogger(Rooms.class);

		@SubscribeMapping("/welcome")
		String welcome() {
			return "Welcome";
		}

		@MessageMapping("/rooms/{room}/say")
		@SendTo("/topic/answers")
		String say(@DestinationVariable String room, String text) {
			logger.info("Handling");
			return "heard " + text + " in " + room;
		}

		@MessageMapping("/fail")
		void fail() {
			throw new IllegalStateException("No");
		}

	}

}
