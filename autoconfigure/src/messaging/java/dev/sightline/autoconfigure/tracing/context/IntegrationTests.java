package dev.sightline.autoconfigure.tracing.context;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Leftovers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trace goes on behind a channel of Spring Integration, on a thread that nobody
 * decorated.
 */
@Tag("faults")
class IntegrationTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

	@Test
	void shouldFollowAMessage() throws Exception {
		assertThat(heardWith("spring.integration.channel.auto-create=true")).isEqualTo(TRACE);
	}

	@Test
	void shouldYieldToTheUser() throws Exception {
		assertThat(heardWith("spring.integration.management.observation-patterns=none")).isEqualTo("nothing");
	}

	private static String heardWith(String property) throws Exception {
		try (TestApp app = TestApp.servlet(App.class, property)) {
			Http.get(app.url("/order"), "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
			String seen = heard.poll(60, TimeUnit.SECONDS);
			assertThat(Leftovers.of(app.context()).on(App.Channels.executor, 1)).containsExactly(Leftovers.NOTHING);
			return seen;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private final MessageChannel orders;

		private final Tracer tracer;

		App(MessageChannel orders, Tracer tracer) {
			this.orders = orders;
			this.tracer = tracer;
		}

		@GetMapping("/order")
		String order() {
			this.orders.send(new GenericMessage<>("an order"));
			return "ordered";
		}

		@ServiceActivator(inputChannel = "orders")
		void hear(String order) {
			Span span = this.tracer.currentSpan();
			heard.add((span != null) ? span.context().traceId() : "nothing");
		}

		@Configuration(proxyBeanMethods = false)
		static class Channels {

			static ExecutorService executor;

			@Bean
			ExecutorChannel orders() {
				executor = Executors.newSingleThreadExecutor();
				return new ExecutorChannel(executor);
			}

		}

	}

}
