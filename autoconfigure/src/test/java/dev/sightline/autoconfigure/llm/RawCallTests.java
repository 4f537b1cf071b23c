package dev.sightline.autoconfigure.llm;

import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that an application observes itself, with no type of ours and without a library.
 */
class RawCallTests {

	private static final OtlpReceiver receiver = new OtlpReceiver();

	private static TestApp app;

	private static ObservationRegistry registry;

	@BeforeAll
	static void start() {
		app = TestApp.servlet(App.class, receiver.settings("sightline.health.critical=llm/acme",
				"sightline.health.interval=300ms", "sightline.llm.estimate-tokens=true"));
		registry = app.context().getBean(ObservationRegistry.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
	}

	private static Observation call(String provider, String model) {
		return Observation.createNotStarted("gen_ai.client.operation", registry)
			.lowCardinalityKeyValue("gen_ai.operation.name", "chat")
			.lowCardinalityKeyValue("gen_ai.provider.name", provider)
			.lowCardinalityKeyValue("gen_ai.request.model", model);
	}

	@Test
	void shouldMeasureWhatAnyoneObserves() {
		Observation observation = call("other", "raw").highCardinalityKeyValue("gen_ai.request.stream", "true").start();
		for (int i = 0; i < 3; i++) {
			observation.event(Observation.Event.of("gen_ai.client.chunk"));
		}
		observation.highCardinalityKeyValue("gen_ai.response.model", "raw-1")
			.highCardinalityKeyValue("gen_ai.usage.input_tokens", "12")
			.highCardinalityKeyValue("gen_ai.usage.output_tokens", "7")
			.highCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"stop\"]")
			.stop();
		Series series = new Series(app.scrape());
		String[] labels = { "gen_ai_provider_name", "other", "gen_ai_request_model", "raw", "gen_ai_response_model",
				"raw-1" };
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", labels)).isOne();
		assertThat(series.sum("gen_ai_client_token_usage_sum", labels)).isEqualTo(19);
		assertThat(series.sum("gen_ai_client_operation_time_per_output_chunk_seconds_count", labels)).isEqualTo(2);
		assertThat(series.sum("gen_ai_client_finish_reasons_total", "gen_ai_response_model", "raw-1",
				"gen_ai_response_finish_reason", "stop"))
			.isOne();
		assertThat(app.scrape()).doesNotContain("gen_ai_client_operation_seconds", "gen_ai_client_operation_gen_ai");
		ReceivedSpan span = Awaitility.await()
			.until(() -> receiver.spans().stream().filter((sent) -> sent.name().equals("chat raw")).findFirst(),
					(sent) -> sent.isPresent())
			.orElseThrow();
		assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
		assertThat(span.attributes()).contains(Map.entry("gen_ai.usage.input_tokens", "int_value: 12"),
				Map.entry("sightline.llm.chunks", "int_value: 3"));
	}

	@Test
	void shouldMarkAnEstimate() {
		call("other", "guess").start()
			.highCardinalityKeyValue("sightline.llm.prompt.characters", "401")
			.highCardinalityKeyValue("sightline.llm.completion.characters", "8")
			.stop();
		Series series = new Series(app.scrape());
		assertThat(series.sum("gen_ai_client_token_usage_sum", "gen_ai_request_model", "guess", "estimated", "true"))
			.isEqualTo(101 + 2);
		assertThat(series.sum("gen_ai_client_usage_missing_total", "gen_ai_request_model", "guess")).isOne();
		assertThat(series.labels("gen_ai_client_token_usage_count")).hasSize(1);
	}

	@Test
	void shouldCountAFallback() {
		Observation purpose = Observation.start("ask", registry);
		failed(call("first", "big").parentObservation(purpose), new TimeoutException());
		call("second", "small").parentObservation(purpose).start().stop();
		// One that was well is followed by another for another reason.
		call("third", "small").parentObservation(purpose).start().stop();
		purpose.stop();
		Observation other = Observation.start("ask", registry);
		failed(call("first", "again").parentObservation(other), new TimeoutException());
		call("first", "again").parentObservation(other).start().stop();
		other.stop();
		Series series = new Series(app.scrape());
		assertThat(series.lines("gen_ai_client_fallbacks_total")).singleElement()
			.asString()
			.contains("from=\"first/big\"", "to=\"second/small\"", "reason=\"timeout\"")
			.endsWith(" 1.0");
	}

	@Test
	void shouldTellOfTheHealthOfAProvider() {
		assertThat(status("/health/ready")).isEqualTo(200);
		for (int i = 0; i < 5; i++) {
			failed(call("acme", "m"), new IllegalStateException());
		}
		Awaitility.await().until(() -> status("/health/ready") == 503);
		assertThat(Http.get(app.url("/health/ready")).body()).contains("\"failing\":[\"llm/acme\"]");
		call("acme", "m").start().stop();
		Awaitility.await().until(() -> status("/health/ready") == 200);
		for (int i = 0; i < 5; i++) {
			failed(call("not-critical", "m"), new IllegalStateException());
		}
		Awaitility.await().until(() -> new Series(app.scrape()).sum("health_status", "check", "llm/not-critical") == 0);
		assertThat(status("/health/ready")).isEqualTo(200);
	}

	@Test
	void shouldBearListenersThatThrow() {
		call("other", "listener").start().stop();
		assertThat(new Series(app.scrape()).sum("gen_ai_client_operation_duration_seconds_count",
				"gen_ai_request_model", "listener"))
			.isOne();
	}

	private static int status(String path) {
		return Http.get(app.url(path)).statusCode();
	}

	private static void failed(Observation observation, Exception error) {
		observation.start().error(error).stop();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		ModelCallListener throwing() {
			return new ModelCallListener() {

				@Override
				public void started(ModelCall call) {
					throw new IllegalStateException("started");
				}

				@Override
				public void ended(ModelCall call) {
					throw new NoSuchMethodError("ended");
				}

			};
		}

	}

}
