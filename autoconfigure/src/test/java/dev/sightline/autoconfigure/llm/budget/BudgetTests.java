package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import dev.sightline.autoconfigure.llm.CallAttributesAutoConfiguration;
import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallSource;
import dev.sightline.autoconfigure.llm.TestCalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for budgets in memory.
 */
@ExtendWith(OutputCaptureExtension.class)
class BudgetTests {

	private final TickingClock clock = new TickingClock("2026-11-28T10:15:00Z");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, CallAttributesAutoConfiguration.class,
				BudgetAutoConfiguration.class))
		.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
		.withBean(ObservationRegistry.class, ObservationRegistry::create)
		.withBean(ModelCallSource.class, CallSource::new)
		.withBean(Events.class)
		.withBean(Clock.class, () -> this.clock)
		.withPropertyValues("sightline.llm.budgets.daily.amount=10");

	@Test
	void shouldShowWhatIsSpentAndWhatRemains() {
		this.runner.run((context) -> {
			assertThat(lines(context)).containsExactly(gauge("limit", "10.0"), gauge("remaining", "10.0"),
					gauge("spent", "0.0"));
			spend(context, "gpt-4o", "0.1");
			spend(context, "gpt-4o", "0.2");
			assertThat(lines(context)).containsExactly(gauge("limit", "10.0"), gauge("remaining", "9.7"),
					gauge("spent", "0.3"));
		});
	}

	@Test
	void shouldNotCountWhatDoesNotMatch() {
		this.runner
			.withPropertyValues("sightline.llm.budgets.daily.provider=openai",
					"sightline.llm.budgets.daily.model=gpt-4o*", "sightline.llm.budgets.daily.operation=chat")
			.run((context) -> {
				spend(context, "gpt-4o-mini", "1");
				spend(context, "gpt-5", "2");
				end(context, TestCalls.call(new Observation.Context(), "embeddings", "openai", "gpt-4o", cost("4")));
				end(context, TestCalls.call("anthropic", "gpt-4o", cost("8")));
				end(context, TestCalls.call("openai", "gpt-4o",
						(call) -> call.cost(new Cost(new BigDecimal("16"), "EUR", "local"))));
				end(context, TestCalls.call("openai", "gpt-4o", (call) -> {
				}));
				assertThat(lines(context)).contains(gauge("spent", "1.0"));
			});
	}

	@Test
	void shouldBeginAnew() {
		this.runner.withPropertyValues("sightline.llm.budgets.daily.refuse=true").run((context) -> {
			spend(context, "gpt-4o", "10");
			assertThat(lines(context)).contains(gauge("spent", "10.0"));
			assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(context, "gpt-4o"));
			this.clock.set("2026-11-28T23:59:59Z");
			assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(context, "gpt-4o"));
			this.clock.set("2026-11-29T00:00:00Z");
			assertThat(lines(context)).contains(gauge("spent", "0.0"), gauge("remaining", "10.0"));
			ask(context, "gpt-4o");
			spend(context, "gpt-4o", "9");
			Awaitility.await().until(() -> context.getBean(Events.class).all.size() == 3);
			assertThat(context.getBean(Events.class).all).extracting(BudgetReachedEvent::percent)
				.containsExactly(80, 100, 80);
		});
	}

	@Test
	void shouldTellOnceOf80AndOf100Percent(CapturedOutput output) {
		this.runner.run((context) -> {
			spend(context, "gpt-4o", "7.99");
			assertThat(output).doesNotContain("of the budget");
			for (int i = 0; i < 5; i++) {
				spend(context, "gpt-4o", "0.5");
			}
			assertThat(output)
				.containsOnlyOnce("80 % of the budget 'daily' are spent: 8.49 of 10 USD."
						+ " It begins anew at 2026-11-29T00:00:00Z.")
				.containsOnlyOnce("100 % of the budget 'daily' are spent: 10.49 of 10 USD.");
			Awaitility.await().until(() -> context.getBean(Events.class).all.size() == 2);
			assertThat(context.getBean(Events.class).all.get(0))
				.isEqualTo(new BudgetReachedEvent("daily", null, 80, new BigDecimal("8.49"), new BigDecimal("10"),
						"USD", Instant.parse("2026-11-28T00:00:00Z"), Instant.parse("2026-11-29T00:00:00Z")));
		});
	}

	@Test
	void shouldGoOnIfAListenerFails(CapturedOutput output) {
		this.runner.withBean(BrokenListener.class).run((context) -> {
			spend(context, "gpt-4o", "20");
			Awaitility.await().until(() -> output.toString().contains("A listener of a budget failed"));
			assertThat(lines(context)).contains(gauge("remaining", "-10.0"));
		});
	}

	@Test
	void shouldRefuseOnlyIfAskedTo() {
		this.runner.run((context) -> {
			spend(context, "gpt-4o", "20");
			ask(context, "gpt-4o");
		});
	}

	@Test
	void shouldSayWhyACallIsRefused() {
		this.runner.withPropertyValues("sightline.llm.budgets.daily.refuse=true").run((context) -> {
			spend(context, "gpt-4o", "10.42");
			assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(context, "gpt-4o"))
				.withMessage("The call of gpt-4o of openai was refused: of the budget 'daily', 10 USD, 10.42 is spent."
						+ " It begins anew at 2026-11-29T00:00:00Z. Raise 'sightline.llm.budgets.daily.amount',"
						+ " or set 'sightline.llm.budgets.daily.refuse' to false.")
				.satisfies((ex) -> {
					assertThat(ex.getBudget()).isEqualTo("daily");
					assertThat(ex.getUntil()).isEqualTo("2026-11-29T00:00:00Z");
					assertThat(ex.keyValues().stream().map(KeyValue::getValue)).containsExactlyInAnyOrder("chat",
							"openai", "gpt-4o");
				});
			// What is no call of a model is nobody's business.
			Observation.start("http", context.getBean(ObservationRegistry.class)).stop();
		});
	}

	@Test
	void shouldNotRefuseMoreThanItShouldIfASourceFails(CapturedOutput output) {
		this.runner.withPropertyValues("sightline.llm.budgets.daily.refuse=true").run((context) -> {
			spend(context, "gpt-4o", "10");
			ask(context, "broken");
			assertThat(output).containsOnlyOnce("A budget could not be looked at");
		});
	}

	@Test
	void shouldOvershootByNoMoreThanTheCallsInFlight() {
		this.runner.withPropertyValues("sightline.llm.budgets.daily.refuse=true").run((context) -> {
			spend(context, "gpt-4o", "9.99");
			int calls = 50;
			CountDownLatch begun = new CountDownLatch(calls);
			ExecutorService threads = Executors.newFixedThreadPool(calls);
			try {
				List<Callable<String>> all = IntStream.range(0, calls).mapToObj((i) -> (Callable<String>) () -> {
					ask(context, "gpt-4o");
					begun.countDown();
					assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
					spend(context, "gpt-4o", "0.1");
					return refused(context) ? "refused" : "passed";
				}).toList();
				List<Future<String>> next = threads.invokeAll(all);
				for (Future<String> future : next) {
					assertThat(future.get()).isEqualTo("refused");
				}
			}
			finally {
				threads.shutdown();
			}
			// 9.99 + 50 x 0.1
			assertThat(lines(context)).contains(gauge("spent", "14.99"));
			Awaitility.await().until(() -> context.getBean(Events.class).all.size() == 2);
			assertThat(context.getBean(Events.class).all).extracting(BudgetReachedEvent::percent)
				.containsExactly(80, 100);
		});
	}

	private static boolean refused(AssertableApplicationContext context) {
		try {
			ask(context, "gpt-4o");
			return false;
		}
		catch (BudgetSpentException ex) {
			return true;
		}
	}

	@Test
	void shouldGiveEachTenantTheAmountForItself() {
		this.runner
			.withPropertyValues("sightline.llm.budgets.daily.attribute=tenant",
					"sightline.llm.budgets.daily.max-values=2", "sightline.llm.budgets.daily.refuse=true")
			.run((context) -> {
				assertThat(lines(context)).isEmpty();
				spend(context, "acme", "10", "gpt-4o");
				spend(context, "initech", "1", "gpt-4o");
				spend(context, "hooli", "2", "gpt-4o");
				spend(context, null, "3", "gpt-4o");
				assertThat(lines(context))
					.contains(gauge("spent", "acme", "10.0"), gauge("spent", "initech", "1.0"),
							gauge("spent", "_other", "5.0"))
					.hasSize(9);
				assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(context, "acme", "gpt-4o"))
					.withMessageContaining("of the budget 'daily' of tenant acme, 10 USD");
				ask(context, "initech", "gpt-4o");
				Awaitility.await().until(() -> context.getBean(Events.class).all.size() == 2);
				assertThat(context.getBean(Events.class).all).extracting(BudgetReachedEvent::value)
					.containsExactly("acme", "acme");
			});
	}

	@Test
	void shouldBeForOneTenantIfItIsNamed() {
		this.runner
			.withPropertyValues("sightline.llm.budgets.daily.attribute=tenant",
					"sightline.llm.budgets.daily.value=acme")
			.run((context) -> {
				assertThat(lines(context)).contains(gauge("spent", "acme", "0.0"));
				spend(context, "acme", "1", "gpt-4o");
				spend(context, "initech", "2", "gpt-4o");
				assertThat(lines(context)).contains(gauge("spent", "acme", "1.0")).hasSize(3);
			});
	}

	@Test
	void shouldStopTheStartIfABudgetMakesNoSense() {
		assertFailure("x.period=day", "x.amount", "Set it to what may be spent");
		assertFailure("daily.amount=-5", "daily.amount", "-5");
		assertFailure("daily.currency=dollar", "daily.currency", "ISO 4217");
		assertFailure("daily.value=acme", "daily.value", "Set 'sightline.llm.budgets.daily.attribute'");
		assertFailure("daily.max-values=0", "daily.max-values", "Set it to 1 or more");
		assertFailure("daily.model=", "daily.model", "or to * for all");
		assertFailure("daily.store=redis", "daily.store", "spring-boot-starter-data-redis");
		this.runner.withPropertyValues("sightline.llm.budgets.daily.period=week")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("sightline.llm.budgets.daily.period"));
	}

	private void assertFailure(String property, String key, String remedy) {
		this.runner.withPropertyValues("sightline.llm.budgets." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property sightline.llm.budgets." + key + " ")
				.hasMessageContaining(remedy));
	}

	@Test
	void shouldBeOffWithoutBudgetsWithItsSwitchOrWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, CallAttributesAutoConfiguration.class,
					BudgetAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(Budgets.class)
				.doesNotHaveBean(BudgetPredicate.class));
		this.runner.withPropertyValues("sightline.llm.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Budgets.class));
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasSingleBean(Budgets.class));
	}

	/**
	 * Begin a call, as far as it gets.
	 */
	private static void ask(AssertableApplicationContext context, String model) {
		ask(context, null, model);
	}

	private static void ask(AssertableApplicationContext context, String tenant, String model) {
		CallContext call = new CallContext(model);
		if (tenant != null) {
			call.addHighCardinalityKeyValue(KeyValue.of("tenant", tenant));
		}
		assertThat(context.getBean(BudgetPredicate.class).test("call", call)).isTrue();
	}

	private static void spend(AssertableApplicationContext context, String model, String amount) {
		spend(context, null, amount, model);
	}

	private static void spend(AssertableApplicationContext context, String tenant, String amount, String model) {
		Observation.Context observation = new Observation.Context();
		if (tenant != null) {
			observation.addHighCardinalityKeyValue(KeyValue.of("tenant", tenant));
		}
		end(context, TestCalls.call(observation, "chat", "openai", model, cost(amount)));
	}

	private static Consumer<ModelCall> cost(String amount) {
		return (call) -> call.cost(new Cost(new BigDecimal(amount), "USD", "local"));
	}

	private static void end(AssertableApplicationContext context, ModelCall call) {
		context.getBean(BudgetListener.class).ended(call);
	}

	private static String gauge(String name, String value) {
		return gauge(name, "none", value);
	}

	private static String gauge(String name, String attribute, String value) {
		return "gen_ai_client_budget_" + name + "{budget=\"daily\",budget_value=\"" + attribute
				+ "\",currency=\"USD\"} " + value;
	}

	private static List<String> lines(AssertableApplicationContext context) {
		return context.getBean(PrometheusMeterRegistry.class)
			.scrape()
			.lines()
			.filter((line) -> line.startsWith("gen_ai_client_budget"))
			.sorted()
			.toList();
	}

	static class CallContext extends Observation.Context {

		private final String model;

		CallContext(String model) {
			this.model = model;
		}

	}

	static class CallSource implements ModelCallSource {

		@Override
		public boolean supports(Observation.Context context) {
			return context instanceof CallContext;
		}

		@Override
		public ModelCall create(Observation.Context context) {
			String model = ((CallContext) context).model;
			if ("broken".equals(model)) {
				throw new IllegalStateException("no such model");
			}
			return new ModelCall(context, "chat", "openai", model, false);
		}

		@Override
		public void complete(Observation.Context context, ModelCall call) {
		}

	}

	static class Events {

		private final List<BudgetReachedEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void on(BudgetReachedEvent event) {
			this.all.add(event);
		}

	}

	static class BrokenListener {

		@EventListener
		void on(BudgetReachedEvent event) {
			throw new IllegalStateException("no mail today");
		}

	}

}
