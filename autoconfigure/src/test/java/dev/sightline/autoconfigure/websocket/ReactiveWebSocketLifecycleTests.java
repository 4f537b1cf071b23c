package dev.sightline.autoconfigure.websocket;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that come and go. The first to go takes the threads of Netty along, so
 * that they cannot be among the other tests.
 */
class ReactiveWebSocketLifecycleTests {

	@Test
	void shouldEndWithTheServer() {
		try (TestApp own = TestApp.reactive(ReactiveWebSocketTests.App.class, "server.shutdown=immediate")) {
			Client.open(own, "/ws/many");
			MeterRegistry registry = own.context().getBean(MeterRegistry.class);
			await().until(() -> registry.get("websocket.connections.active").gauge().value() == 1);
			own.close();
			await().until(() -> registry.get("websocket.connections.active").gauge().value() == 0);
		}
	}

	@Test
	void shouldStayOffWithItsSignal() throws InterruptedException {
		try (TestApp own = TestApp.reactive(ReactiveWebSocketTests.App.class, "sightline.websocket.enabled=false")) {
			Client client = Client.open(own, "/ws/count");
			assertThat(client.text("hello").receive()).isEqualTo("hello");
			client.close(1000);
			assertThat(own.scrape()).doesNotContain("websocket_");
		}
	}

}
