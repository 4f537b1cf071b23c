package dev.sightline.autoconfigure.tracing.context;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.ListenerContainerIdleEvent;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Leftovers;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A trace goes on in the listener of a message, and the meters of the client are in the
 * scrape, with Spring's support of RabbitMQ and a broker that speaks its protocol. RabbitMQ itself is not to be had in a JVM.
 */
@Tag("faults")
class RabbitTests {

	@Test
	void shouldFollowAMessage() throws Exception {
		try (AmqpBroker broker = new AmqpBroker();
				OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(App.class,
						receiver.settings("spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + broker.port(),
								"spring.rabbitmq.virtual-host=default",
								"spring.rabbitmq.listener.simple.idle-event-interval=100ms",
								"management.tracing.baggage.remote-fields=tenant"))) {
			Listening listening = app.context().getBean(Listening.class);
			for (int i = 0; i < 4; i++) {
				boolean fail = i % 2 == 1;
				String trace = ("" + (i + 1)).repeat(32);
				Http.get(app.url("/order?fail=" + fail), "traceparent", "00-" + trace + "-b7ad6b7169203331-01",
						"baggage", "tenant=t" + i);
				assertThat(listening.heard()).isEqualTo(trace + " " + trace + " t" + i);
				ReceivedSpan sender = await().atMost(60, TimeUnit.SECONDS)
					.until(() -> receiver.span(trace, "SPAN_KIND_PRODUCER"), Objects::nonNull);
				ReceivedSpan listener = await().atMost(60, TimeUnit.SECONDS)
					.until(() -> receiver.span(trace, "SPAN_KIND_CONSUMER"), Objects::nonNull);
				assertThat(listener.parentSpanId()).isEqualTo(sender.spanId());
				assertThat(listener.status()).isEqualTo(fail ? "STATUS_CODE_ERROR" : "STATUS_CODE_UNSET");
				assertThat(listening.left()).isEqualTo(Leftovers.NOTHING);
			}
			await().untilAsserted(() -> {
				assertThat(app.scrape("application_errors_total"))
					.anyMatch((line) -> line.contains("spring.rabbit.listener") && line.endsWith(" 2.0"));
				// Those of the client, by Spring Boot's module for it.
				assertThat(app.scrape("rabbitmq_published_total")).singleElement().asString().endsWith(" 4.0");
				assertThat(app.scrape("rabbitmq_consumed_total")).singleElement().asString().endsWith(" 4.0");
				assertThat(app.scrape("rabbitmq_rejected_total")).singleElement().asString().endsWith(" 2.0");
				assertThat(app.scrape("rabbitmq_connections")).singleElement().asString().endsWith(" 1.0");
			});
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listening.class)
	@RestController
	static class App {

		private final RabbitTemplate rabbit;

		private final Listening listening;

		App(RabbitTemplate rabbit, Listening listening) {
			this.rabbit = rabbit;
			this.listening = listening;
		}

		@Bean
		static Queue orders() {
			return new Queue("orders");
		}

		@GetMapping("/order")
		String order(@RequestParam String fail) {
			this.rabbit.convertAndSend("orders", fail);
			return "ordered";
		}

		@RabbitListener(queues = "orders")
		void hear(String fail) {
			this.listening.hear();
			if (fail.equals("true")) {
				throw new AmqpRejectAndDontRequeueException("wanted");
			}
		}

		@EventListener
		void idle(ListenerContainerIdleEvent event) {
			this.listening.idle();
		}

	}

}
