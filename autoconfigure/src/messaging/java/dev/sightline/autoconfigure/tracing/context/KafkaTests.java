package dev.sightline.autoconfigure.tracing.context;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Leftovers;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A trace goes on in the listener of a message, and the meters of the clients are in the
 * scrape, with a real Kafka.
 */
@Tag("faults")
@ExtendWith(OutputCaptureExtension.class)
class KafkaTests {

	private static EmbeddedKafkaKraftBroker kafka;

	@BeforeAll
	static void start() {
		kafka = new EmbeddedKafkaKraftBroker(1, 1, "orders");
		kafka.afterPropertiesSet();
	}

	@AfterAll
	static void end() {
		kafka.destroy();
	}

	@Test
	void shouldFollowAMessage(CapturedOutput output) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(App.class,
						receiver.settings("spring.kafka.bootstrap-servers=" + kafka.getBrokersAsString(),
								"spring.kafka.consumer.auto-offset-reset=earliest",
								"spring.kafka.listener.idle-event-interval=100ms",
								"management.tracing.baggage.remote-fields=tenant"))) {
			Listening listening = app.context().getBean(Listening.class);
			for (int i = 0; i < 3; i++) {
				String trace = ("" + (i + 1)).repeat(32);
				Http.get(app.url("/order"), "traceparent", "00-" + trace + "-b7ad6b7169203331-01", "baggage",
						"tenant=t" + i);
				assertThat(listening.heard()).isEqualTo(trace + " " + trace + " t" + i);
				ReceivedSpan sender = await().atMost(60, TimeUnit.SECONDS)
					.until(() -> receiver.span(trace, "SPAN_KIND_PRODUCER"), Objects::nonNull);
				ReceivedSpan listener = await().atMost(60, TimeUnit.SECONDS)
					.until(() -> receiver.span(trace, "SPAN_KIND_CONSUMER"), Objects::nonNull);
				assertThat(listener.parentSpanId()).isEqualTo(sender.spanId());
				assertThat(listening.left()).isEqualTo(Leftovers.NOTHING);
			}
			// Those of both clients, by Spring Boot's module for them.
			for (String meter : List.of("kafka_producer_record_send_total",
					"kafka_consumer_fetch_manager_records_consumed_total")) {
				await().untilAsserted(
						() -> assertThat(app.scrape(meter)).as(meter).anyMatch((line) -> line.endsWith(" 3.0")));
			}
			assertThat(output).doesNotContain("has two forms", "has too many series");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listening.class)
	@RestController
	static class App {

		private final KafkaTemplate<String, String> kafka;

		private final Listening listening;

		App(KafkaTemplate<String, String> kafka, Listening listening) {
			this.kafka = kafka;
			this.listening = listening;
		}

		@EventListener
		void idle(ListenerContainerIdleEvent event) {
			this.listening.idle();
		}

		@GetMapping("/order")
		String order() throws Exception {
			this.kafka.send("orders", "an order").get(60, TimeUnit.SECONDS);
			return "ordered";
		}

		@KafkaListener(topics = "orders", groupId = "shop")
		void hear(String order) {
			this.listening.hear();
		}

	}

}
