package dev.sightline.autoconfigure.llm;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever chooses the names of models makes no more series than are allowed.
 */
@Tag("faults")
class ModelBoundTests {

	private static final int NAMES = 100_000;

	@Test
	void shouldBoundTheNamesOfModels() {
		try (TestApp app = TestApp.servlet(HelloApp.class, "sightline.llm.enabled=true")) {
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			for (int i = 0; i < NAMES; i++) {
				Observation.createNotStarted("gen_ai.client.operation", registry)
					.lowCardinalityKeyValue("gen_ai.request.model", "model-" + i)
					.highCardinalityKeyValue("gen_ai.response.model", "answer-" + i)
					.highCardinalityKeyValue("gen_ai.usage.input_tokens", "1")
					.start()
					.stop();
			}
			Series series = new Series(app.scrape());
			assertThat(series.sum("gen_ai_client_operation_duration_seconds_count")).isEqualTo(NAMES);
			assertThat(series.sum("gen_ai_client_token_usage_sum")).isEqualTo(NAMES);
			assertThat(series.lines("gen_ai_client_operation_duration_seconds_count"))
				.hasSizeLessThanOrEqualTo(ModelNames.LIMIT + 2);
			assertThat(series.lines("gen_ai_client_operations_active")).hasSizeLessThanOrEqualTo(ModelNames.LIMIT + 2);
			assertThat(app.scrape().lines().filter((line) -> line.contains("model-"))).hasSizeLessThan(5_000);
		}
	}

	@Test
	void shouldBoundTheProvidersThatCostsAreToldOf() {
		try (TestApp app = TestApp.servlet(HelloApp.class, "sightline.llm.prices.all.model=*",
				"sightline.llm.prices.all.input=1")) {
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			for (int i = 0; i < 2_000; i++) {
				Observation.createNotStarted("gen_ai.client.operation", registry)
					.lowCardinalityKeyValue("gen_ai.provider.name", "provider-" + i)
					.lowCardinalityKeyValue("gen_ai.request.model", "model")
					.highCardinalityKeyValue("gen_ai.usage.input_tokens", "1000000")
					.start()
					.stop();
			}
			Series series = new Series(app.scrape());
			assertThat(series.sum("gen_ai_client_cost_total")).isEqualTo(2_000);
			assertThat(series.lines("gen_ai_client_cost_total")).hasSizeLessThanOrEqualTo(501);
		}
	}

}
