package dev.sightline.autoconfigure.llm.cost;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.autoconfigure.llm.CallAttributesAutoConfiguration;
import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.TestCalls;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the costs of calls, as they are in the scrape.
 */
@ExtendWith(OutputCaptureExtension.class)
class CostTests {

	private static final String LABELS = "currency=\"%s\",gen_ai_operation_name=\"chat\","
			+ "gen_ai_provider_name=\"%s\",gen_ai_request_model=\"%s\"";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, CallAttributesAutoConfiguration.class,
				CostAutoConfiguration.class))
		.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

	@Test
	void shouldCountCosts() {
		this.runner.run((context) -> {
			ModelCall call = end(context, "openai", "gpt-4o", tokens(1234, 567));
			// 1,234 x 2.50 / 1,000,000 + 567 x 10 / 1,000,000
			assertThat(call.cost()).isNotNull().satisfies((cost) -> {
				assertThat(cost.amount()).isEqualByComparingTo("0.008755");
				assertThat(cost.currency()).isEqualTo("USD");
				assertThat(cost.source()).isEqualTo("local");
			});
			end(context, "openai", "gpt-4o", tokens(1234, 567));
			assertThat(lines(context, "gen_ai_client_cost_total")).containsExactly(
					"gen_ai_client_cost_total{" + LABELS.formatted("USD", "openai", "gpt-4o") + "} 0.01751");
		});
	}

	@Test
	void shouldNotDriftWithManyThreads() {
		this.runner.run((context) -> {
			ExecutorService threads = Executors.newFixedThreadPool(8);
			try {
				List<Callable<Object>> calls = IntStream.range(0, 8).mapToObj((thread) -> (Callable<Object>) () -> {
					for (int i = 0; i < 5000; i++) {
						end(context, "openai", "gpt-4o-mini", tokens(1, 0));
					}
					return "";
				}).toList();
				for (Future<Object> future : threads.invokeAll(calls)) {
					future.get();
				}
			}
			finally {
				threads.shutdown();
			}
			// 40,000 x 0.15 / 1,000,000
			assertThat(lines(context, "gen_ai_client_cost_total")).containsExactly(
					"gen_ai_client_cost_total{" + LABELS.formatted("USD", "openai", "gpt-4o-mini") + "} 0.006");
		});
	}

	@Test
	void shouldTellOnceOfAModelWithoutAPriceAndCountNoCost(CapturedOutput output) {
		this.runner.run((context) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(end(context, "openai", "gpt-99", tokens(1, 1)).cost()).isNull();
			}
			end(context, "acme", "gpt-99", tokens(1, 1));
			assertThat(lines(context, "gen_ai_client_cost_total")).isEmpty();
			assertThat(lines(context, "gen_ai_client_cost_unknown_total")).containsExactly(unknown("acme", "price", 1),
					unknown("openai", "price", 3));
			assertThat(lines(context, "gen_ai_client_unpriced_models"))
				.containsExactly("gen_ai_client_unpriced_models 2.0");
			assertThat(output).containsOnlyOnce("The price of model 'gpt-99' of provider 'openai' is not known")
				.contains("sightline.llm.prices.<name>.model");
		});
	}

	@Test
	void shouldTellOfBoundedlyManyModelsWithoutAPrice(CapturedOutput output) {
		this.runner.run((context) -> {
			for (int i = 0; i < 10_000; i++) {
				end(context, "openai", "made-up-" + i, tokens(1, 1));
			}
			assertThat(lines(context, "gen_ai_client_cost_unknown_total")).hasSize(101);
			assertThat(lines(context, "gen_ai_client_unpriced_models"))
				.containsExactly("gen_ai_client_unpriced_models 101.0");
			assertThat(output.toString().split("is not known", -1)).hasSizeLessThan(110);
		});
	}

	@Test
	void shouldCountAnUnknownCostIfTheUsageIsUnknown() {
		this.runner.run((context) -> {
			end(context, "openai", "gpt-4o", (call) -> {
			});
			end(context, "openai", "gpt-4o", (call) -> call.error(new IllegalStateException("429")));
			end(context, "openai", "gpt-4o", (call) -> {
				call.error(new IllegalStateException("cut"));
				call.chunk();
			});
			assertThat(lines(context, "gen_ai_client_cost_total")).isEmpty();
			assertThat(lines(context, "gen_ai_client_cost_unknown_total"))
				.containsExactly(unknown("openai", "gpt-4o", "failed", 1), unknown("openai", "gpt-4o", "usage", 2));
		});
	}

	@Test
	void shouldPreferThePricesOfProperties() {
		this.runner
			.withPropertyValues("sightline.llm.prices.ours.provider=openai", "sightline.llm.prices.ours.model=gpt-4o*",
					"sightline.llm.prices.ours.input=1", "sightline.llm.prices.ours.output=2",
					"sightline.llm.prices.ours.currency=EUR", "sightline.llm.prices.[llama3.2].input=0.5")
			.run((context) -> {
				// The line of the table fits better, but the user wins.
				end(context, "openai", "gpt-4o-mini", tokens(1_000_000, 1_000_000));
				end(context, "ollama", "llama3.2", tokens(1_000_000, 0));
				assertThat(lines(context, "gen_ai_client_cost_total")).containsExactly(
						"gen_ai_client_cost_total{" + LABELS.formatted("EUR", "openai", "gpt-4o-mini") + "} 3.0",
						"gen_ai_client_cost_total{" + LABELS.formatted("USD", "ollama", "llama3.2") + "} 0.5");
			});
	}

	@Test
	void shouldPriceLocalModelsByTheSecond() {
		this.runner
			.withPropertyValues("sightline.llm.prices.gpu.provider=ollama", "sightline.llm.prices.gpu.model=*",
					"sightline.llm.prices.gpu.second=0.001")
			.run((context) -> {
				ModelCall call = end(context, "ollama", "qwen3:8b", tokens(1, 1));
				assertThat(call.cost()).isNotNull()
					.satisfies((cost) -> assertThat(cost.amount()).isPositive()
						.isEqualByComparingTo(BigDecimal.valueOf(call.duration(), 12)));
			});
	}

	@Test
	void shouldAskTheUsersBeansFirst() {
		this.runner.withBean("silent", ModelCostSource.class, () -> (call) -> null)
			.withBean("contract", ModelCostSource.class,
					() -> (call) -> "gpt-4o".equals(call.requestModel())
							? new Cost(new BigDecimal("0.42"), "CHF", "provider") : null)
			.run((context) -> {
				end(context, "openai", "gpt-4o", tokens(1, 1));
				end(context, "openai", "gpt-4o-mini", tokens(1_000_000, 0));
				assertThat(lines(context, "gen_ai_client_cost_total")).containsExactly(
						"gen_ai_client_cost_total{" + LABELS.formatted("CHF", "openai", "gpt-4o") + "} 0.42",
						"gen_ai_client_cost_total{" + LABELS.formatted("USD", "openai", "gpt-4o-mini") + "} 0.15");
			});
	}

	@Test
	void shouldGoOnWithoutABeanThatFails(CapturedOutput output) {
		this.runner.withBean("broken", ModelCostSource.class, () -> (call) -> {
			throw new IllegalStateException("no price today");
		})
			.withBean("negative", ModelCostSource.class,
					() -> (call) -> new Cost(new BigDecimal("-1"), "USD", "provider"))
			.run((context) -> {
				end(context, "openai", "gpt-4o-mini", tokens(1_000_000, 0));
				end(context, "openai", "gpt-4o-mini", tokens(1_000_000, 0));
				assertThat(lines(context, "gen_ai_client_cost_total")).containsExactly(
						"gen_ai_client_cost_total{" + LABELS.formatted("USD", "openai", "gpt-4o-mini") + "} 0.3");
				assertThat(output).containsOnlyOnce("A source of costs failed").contains("no price today");
			});
	}

	@Test
	void shouldTagCostsWithBoundedAttributes() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler((observation) -> true);
		this.runner.withPropertyValues("sightline.llm.cost.attributes=tenant").run((context) -> {
			for (int i = 0; i < 102; i++) {
				Observation request = Observation.start("http", observations)
					.highCardinalityKeyValue("tenant", "t%03d".formatted(i));
				Observation.Context call = new Observation.Context();
				call.setParentObservation(request);
				end(context, call, tokens(1_000_000, 0));
			}
			end(context, new Observation.Context(), tokens(1_000_000, 0));
			List<String> lines = lines(context, "gen_ai_client_cost_total");
			assertThat(lines).hasSize(101);
			assertThat(lines).anySatisfy((line) -> assertThat(line).contains("tenant=\"t000\"").endsWith("} 0.15"));
			// The 101st and the 102nd tenant, and the call that is for nobody
			assertThat(lines).anySatisfy((line) -> assertThat(line).contains("tenant=\"_other\"").endsWith("} 0.45"));
		});
	}

	@Test
	void shouldStopTheStartIfAPriceMakesNoSense() {
		assertFailure("sightline.llm.prices.x.input=-1", "sightline.llm.prices.x.input", "-1", "not negative");
		assertFailure("sightline.llm.prices.x.model=gpt-4o", "sightline.llm.prices.x", "", "at least one of its rates");
		assertFailure("sightline.llm.prices.x.reasoning=3", "sightline.llm.prices.x.output", "", "part of the output");
		assertFailure("sightline.llm.prices.x.cache-read=3", "sightline.llm.prices.x.input", "", "part of the input");
		this.runner.withPropertyValues("sightline.llm.prices.x.input=1", "sightline.llm.prices.x.currency=dollars")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sightline.llm.prices.x.currency")
				.hasMessageContaining("dollars"));
	}

	private void assertFailure(String property, String key, String value, String remedy) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property " + key + " ")
				.hasMessageContaining(value)
				.hasMessageContaining(remedy));
	}

	@Test
	void shouldTellAtTheStartOfAnOldTable(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("The prices of models"));
		this.runner.withBean(Clock.class, () -> Clock.fixed(Instant.parse("2029-01-01T00:00:00Z"), ZoneOffset.UTC))
			.run((context) -> assertThat(output).containsOnlyOnce("The prices of models that Sightline knows are from")
				.contains("sightline.llm.prices"));
	}

	@Test
	void shouldBeOffWithItsSwitchOrWithoutMicrometer() {
		this.runner.withPropertyValues("sightline.llm.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CostListener.class));
		this.runner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CostListener.class));
	}

	private static ModelCall end(AssertableApplicationContext context, String provider, String model,
			Consumer<ModelCall> completed) {
		ModelCall call = TestCalls.call(provider, model, completed);
		context.getBean(CostListener.class).ended(call);
		return call;
	}

	private static void end(AssertableApplicationContext context, Observation.Context observation,
			Consumer<ModelCall> completed) {
		context.getBean(CostListener.class)
			.ended(TestCalls.call(observation, "chat", "openai", "gpt-4o-mini", completed));
	}

	private static Consumer<ModelCall> tokens(long input, long output) {
		return (call) -> call.usage(TestCalls.tokens(input, output), false);
	}

	private static String unknown(String provider, String reason, int count) {
		return unknown(provider, "gpt-99", reason, count);
	}

	private static String unknown(String provider, String model, String reason, int count) {
		return "gen_ai_client_cost_unknown_total{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"" + provider
				+ "\",gen_ai_request_model=\"" + model + "\",reason=\"" + reason + "\"} " + count + ".0";
	}

	private static List<String> lines(AssertableApplicationContext context, String name) {
		return context.getBean(PrometheusMeterRegistry.class)
			.scrape()
			.lines()
			.filter((line) -> line.startsWith(name + "{") || line.startsWith(name + " "))
			.sorted()
			.toList();
	}

}
