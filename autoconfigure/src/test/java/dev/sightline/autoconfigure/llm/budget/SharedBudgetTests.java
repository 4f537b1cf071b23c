package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.sightline.autoconfigure.llm.CallAttributesAutoConfiguration;
import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.TestCalls;
import dev.sightline.testing.Redis;
import dev.sightline.testing.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for budgets that several instances of an application share in a real Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedBudgetTests {

	private static final TickingClock CLOCK = new TickingClock("2026-11-28T10:15:00Z");

	private static Redis redis;

	private static ClientResources resources;

	private final List<ConfigurableApplicationContext> instances = new CopyOnWriteArrayList<>();

	private TcpProxy proxy;

	@BeforeAll
	static void startRedis() {
		redis = new Redis();
		resources = ClientResources.create();
	}

	@AfterAll
	static void stopRedis() {
		resources.shutdown();
		redis.close();
	}

	@BeforeEach
	void openProxy() {
		this.proxy = new TcpProxy(redis.port());
	}

	@AfterEach
	void close() {
		this.proxy.resume();
		this.instances.forEach(ConfigurableApplicationContext::close);
		this.proxy.close();
	}

	@Test
	void shouldShareWhatIsSpent(CapturedOutput output) {
		ConfigurableApplicationContext one = start("shared");
		ConfigurableApplicationContext two = start("shared");
		spend(one, "6");
		spend(two, "5");
		awaitSpent(one, "11.0");
		awaitSpent(two, "11.0");
		assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(one));
		assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(two));
		Awaitility.await()
			.until(() -> one.getBean(Events.class).all.size() + two.getBean(Events.class).all.size() == 2);
		assertThat(output).containsOnlyOnce("80 % of the budget").containsOnlyOnce("100 % of the budget");
		// One that starts later knows too.
		ConfigurableApplicationContext three = start("shared");
		awaitSpent(three, "11.0");
		assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(three));
		// Another application has a budget of its own.
		ask(start("other"));
	}

	@Test
	void shouldAddToTheLastDigit() throws InterruptedException {
		ConfigurableApplicationContext one = start("exact");
		ConfigurableApplicationContext two = start("exact");
		List<Thread> threads = IntStream.range(0, 8).mapToObj((i) -> new Thread(() -> {
			for (int call = 0; call < 500; call++) {
				spend((i % 2 == 0) ? one : two, "0.0000001234");
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		// 4,000 x 0.0000001234 = 0.0004936
		String key = "sightline:llm:budget:exact:daily:none:2026-11-28T00:00:00Z";
		StringRedisTemplate template = one.getBean(StringRedisTemplate.class);
		Awaitility.await().untilAsserted(() -> assertThat(template.opsForValue().get(key)).isEqualTo("493600"));
		assertThat(template.getExpire(key)).isBetween(Duration.ofDays(31).toSeconds(), Duration.ofDays(32).toSeconds());
	}

	@Test
	void shouldBeginAnew() {
		ConfigurableApplicationContext one = start("anew");
		spend(one, "11");
		awaitSpent(one, "11.0");
		CLOCK.set("2026-11-29T00:00:00Z");
		try {
			assertThat(scrape(one)).contains("gen_ai_client_budget_spent{" + LABELS + "} 0.0");
			ask(one);
			spend(one, "1");
			awaitSpent(one, "1.0");
		}
		finally {
			CLOCK.set("2026-11-28T10:15:00Z");
		}
	}

	@Test
	@Tag("faults")
	void shouldGoOnAloneWhileRedisHangs(CapturedOutput output) {
		ConfigurableApplicationContext one = start("hang");
		spend(one, "4");
		awaitSpent(one, "4.0");
		assertThat(scrape(one)).contains("gen_ai_client_budget_store_up 1.0");
		this.proxy.hang();
		long begin = System.nanoTime();
		spend(one, "7");
		// It waits for nobody: the store has a second.
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
		assertThatExceptionOfType(BudgetSpentException.class).isThrownBy(() -> ask(one));
		Awaitility.await().untilAsserted(() -> assertThat(scrape(one)).contains("gen_ai_client_budget_store_up 0.0"));
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("is not shared with other processes"));
		spend(one, "1");
		assertThat(scrape(one)).contains("gen_ai_client_budget_spent{" + LABELS + "} 12.0");
		this.proxy.resume();
		Awaitility.await().untilAsserted(() -> assertThat(scrape(one)).contains("gen_ai_client_budget_store_up 1.0"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).containsOnlyOnce("is not shared with other processes")
				.containsOnlyOnce("is shared with other processes again"));
	}

	@Test
	@Tag("faults")
	void shouldEndInTimeWhileRedisHangs() {
		ConfigurableApplicationContext one = start("end");
		spend(one, "1");
		awaitSpent(one, "1.0");
		this.proxy.hang();
		spend(one, "1");
		long begin = System.nanoTime();
		one.getBean(SharedLedger.class).stop();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
	}

	@Test
	void shouldShareTheLastSpendingAtTheEnd() {
		ConfigurableApplicationContext one = start("last");
		spend(one, "3");
		one.close();
		awaitSpent(start("last"), "3.0");
	}

	@Test
	@Tag("faults")
	void shouldStartWithoutRedisAndShareOnceItIsThere() {
		this.proxy.hang();
		ConfigurableApplicationContext one = start("late");
		spend(one, "2");
		Awaitility.await().untilAsserted(() -> assertThat(scrape(one)).contains("gen_ai_client_budget_store_up 0.0"));
		this.proxy.resume();
		Awaitility.await().untilAsserted(() -> assertThat(scrape(one)).contains("gen_ai_client_budget_store_up 1.0"));
		awaitSpent(start("late"), "2.0");
	}

	@Test
	void shouldNotObserveItsCommands() {
		ObservationPredicate predicate = start("quiet").getBean("sightlineBudgetLedgerObservationPredicate",
				ObservationPredicate.class);
		List<Boolean> observed = new CopyOnWriteArrayList<>();
		SharedLedger ledger = new SharedLedger((key, delivery) -> {
			observed.add(predicate.test("command", new Observation.Context()));
			return BigDecimal.ZERO;
		}, new StaticListableBeanFactory().getBeanProvider(MeterRegistry.class));
		ledger.open("x", new Thresholds(BigDecimal.TEN, (percent, spent) -> {
		})).add(CLOCK.instant(), BigDecimal.ONE);
		ledger.start();
		Awaitility.await().until(() -> !observed.isEmpty());
		ledger.stop();
		assertThat(observed).containsOnly(false);
		assertThat(predicate.test("command", new Observation.Context())).isTrue();
	}

	private static final String LABELS = "budget=\"daily\",budget_value=\"none\",currency=\"USD\"";

	private ConfigurableApplicationContext start(String application) {
		SpringApplication instance = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=" + application, "port=" + this.proxy.port(),
					"spring.main.banner-mode=off", "sightline.llm.budgets.daily.amount=10",
					"sightline.llm.budgets.daily.refuse=true", "sightline.llm.budgets.daily.store=redis")
			.build();
		ConfigurableApplicationContext context = instance.run();
		this.instances.add(context);
		return context;
	}

	private static void spend(ConfigurableApplicationContext context, String amount) {
		context.getBean(BudgetListener.class)
			.ended(TestCalls.call("openai", "gpt-4o",
					(call) -> call.cost(new Cost(new BigDecimal(amount), "USD", "local"))));
	}

	private static void ask(ConfigurableApplicationContext context) {
		context.getBean(BudgetPredicate.class).test("call", new BudgetTests.CallContext("gpt-4o"));
	}

	private static void awaitSpent(ConfigurableApplicationContext context, String spent) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(scrape(context)).contains("gen_ai_client_budget_spent{" + LABELS + "} " + spent));
	}

	private static List<String> scrape(ConfigurableApplicationContext context) {
		return context.getBean(PrometheusMeterRegistry.class).scrape().lines().toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, LlmAutoConfiguration.class,
			CallAttributesAutoConfiguration.class, BudgetAutoConfiguration.class })
	static class App {

		@Bean
		PrometheusMeterRegistry registry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

		/**
		 * With resources that all share, since it takes seconds to end them.
		 */
		@Bean
		LettuceConnectionFactory redisConnectionFactory(@Value("${port}") int port) {
			return new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port),
					LettuceClientConfiguration.builder()
						.clientResources(resources)
						.commandTimeout(Duration.ofMillis(500))
						.build());
		}

		@Bean
		BudgetTests.CallSource source() {
			return new BudgetTests.CallSource();
		}

		@Bean
		Clock clock() {
			return CLOCK;
		}

		@Bean
		Events events() {
			return new Events();
		}

	}

	static class Events {

		private final List<BudgetReachedEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void on(BudgetReachedEvent event) {
			this.all.add(event);
		}

	}

}
