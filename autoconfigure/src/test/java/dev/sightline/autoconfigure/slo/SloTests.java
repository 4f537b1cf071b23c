package dev.sightline.autoconfigure.slo;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.sightline.autoconfigure.rules.Rule;
import dev.sightline.autoconfigure.rules.RuleGroup;
import dev.sightline.autoconfigure.rules.RuleScope;
import dev.sightline.autoconfigure.rules.RulesProperties;
import dev.sightline.autoconfigure.slo.SloProperties.Objective;
import dev.sightline.autoconfigure.slo.SloProperties.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for objectives: {@link Slo}, {@link Selector}, {@link SloRules},
 * {@link SloBudgets}, {@link ApdexBoundariesFilter} and {@link SloAutoConfiguration}.
 */
class SloTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SloAutoConfiguration.class));

	static List<Slo> all() {
		Objective availability = new Objective();
		availability.setRoutes(List.of("/api/orders/{id}", "/api/carts*"));
		Objective latency = new Objective();
		latency.setType(Type.LATENCY);
		latency.setThreshold(Duration.ofMillis(250));
		Objective orders = new Objective();
		orders.setGood("orders_total{result=\"paid\"}");
		orders.setTotal("orders_total");
		return Slo.of(new java.util.TreeMap<>(Map.of("available", availability, "fast", latency, "orders", orders)));
	}

	static List<Rule> rules(String name) {
		return new SloRules(all(), new RuleScope("shop", Map.of(), new RulesProperties())).groups()
			.stream()
			.filter((group) -> List.of("shop-slo-" + name, "shop-slo-" + name + "/long").contains(group.name()))
			.flatMap((group) -> group.rules().stream())
			.toList();
	}

	@Test
	void shouldChooseTheSeriesOfRequests() {
		assertThat(rules("available").get(1).expression()).contains(
				"http_server_requests_seconds_count{job=\"shop\", uri=~\"/api/orders/\\\\{id\\\\}|/api/carts.*\", status!~\"5..\"}");
		assertThat(rules("fast").get(1).expression())
			.contains("http_server_requests_seconds_bucket{job=\"shop\", status!~\"5..\", le=\"0.25\"}");
		assertThat(rules("orders").get(1).expression()).contains("orders_total{job=\"shop\", result=\"paid\"}");
		assertThat(rules("fast")).extracting(Rule::name).contains("slo:apdex:ratio_rate5m");
	}

	@Test
	void shouldAlertOnBurnRates() {
		assertThat(rules("available").stream().filter(Rule::alert).toList()).satisfiesExactly(
				(rule) -> assertThat(rule.expression()).contains("slo:error_ratio:1h", "slo:error_ratio:5m",
						"> 0.0144"),
				(rule) -> assertThat(rule.expression()).contains("slo:error_ratio:6h", "slo:error_ratio:30m",
						"> 0.006"),
				(rule) -> assertThat(rule.expression()).contains("slo:error_ratio:1d", "slo:error_ratio:2h", "> 0.003"),
				(rule) -> assertThat(rule.expression()).contains("slo:error_ratio:3d", "slo:error_ratio:6h",
						"> 0.001"));
		assertThat(rules("available")).filteredOn(Rule::alert)
			.extracting((rule) -> rule.labels().get("severity"))
			.containsExactly("critical", "critical", "warning", "warning");
	}

	@Test
	void shouldLeaveOutAnAlertThatCanNotFire() {
		Objective loose = new Objective();
		loose.setObjective(90);
		assertThat(new SloRules(Slo.of(Map.of("loose", loose)), new RuleScope("shop", Map.of(), new RulesProperties()))
			.groups()
			.get(0)
			.rules()).filteredOn(Rule::alert)
			.extracting(Rule::name)
			.containsExactly("SloBurnsFast", "SloBurns", "SloBurnsSlowly");
	}

	@Test
	void shouldNotAlertOnWhatLastsForTheWindow() {
		assertThat(BurnRate.values()).extracting((rate) -> rate.factor(Duration.ofDays(30)).toPlainString())
			.containsExactly("14.4", "6", "3", "1");
		assertThat(BurnRate.values()).extracting((rate) -> rate.factor(Duration.ofDays(7)).toPlainString())
			.containsExactly("3.36", "1.4", "1", "1");
	}

	@Test
	void shouldLookAtSeriesOfItsOwnJob() {
		RulesProperties properties = new RulesProperties();
		properties.setJob("shop-prod");
		assertThat(new SloRules(all(), new RuleScope("shop", Map.of(), properties)).groups())
			.flatExtracting(RuleGroup::rules)
			.extracting(Rule::expression)
			.allSatisfy((expression) -> assertThat(expression).contains("{job=\"shop-prod\"")
				.doesNotContainPattern("(?<!\\\\)\\{(?!job=\"shop-prod\")"));
	}

	@Test
	void shouldReadSelectors() {
		assertThat(Selector.parse(" a_b:c { x=\"1\", y!~\"a|\\\"b\\\"\" } ").query())
			.isEqualTo("a_b:c{${app}, x=\"1\", y!~\"a|\\\"b\\\"\"}");
		Selector selector = Selector.parse("a{x=~\"1|2\",y!=\"3\"}");
		assertThat(selector.matches(Map.of("x", "2")::get)).isTrue();
		assertThat(selector.matches(Map.of("x", "12")::get)).isFalse();
		assertThat(selector.matches(Map.of("x", "2", "y", "3")::get)).isFalse();
		for (String wrong : List.of("", "a b", "a{x}", "a{x=1}", "rate(a[5m])", "a{x=\"1\"} > 2", "a{x=~\"(\"}")) {
			assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Selector.parse(wrong));
		}
	}

	@Test
	void shouldTellWhatIsLeftOfTheBudgetInThisProcess() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.config().meterFilter(new ApdexBoundariesFilter("http.server.requests", all()));
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("registry", registry));
		new SloBudgets(all(), beans.getBeanProvider(PrometheusMeterRegistry.class)).bindTo(registry);
		assertThat(registry.scrape()).contains("slo_error_budget_remaining_ratio{slo=\"available\"} 1.0",
				"slo_error_budget_remaining_ratio{slo=\"orders\"} 1.0");
		Timer good = request(registry, "/api/orders/{id}", "200");
		for (int i = 0; i < 9_995; i++) {
			good.record(Duration.ofMillis(10));
		}
		request(registry, "/api/orders/{id}", "503").record(Duration.ofMillis(10));
		request(registry, "/api/carts", "404").record(Duration.ofMillis(300));
		request(registry, "/other", "500").record(Duration.ofMillis(10));
		request(registry, "/api/carts/1", "500").record(Duration.ofMillis(10));
		registry.counter("orders", "result", "paid").increment(998);
		registry.counter("orders", "result", "failed").increment(2);
		Objective any = new Objective();
		any.setGood("http_server_requests_seconds_bucket{le=\"+Inf\",status!~\"5..\"}");
		any.setTotal("http_server_requests_seconds_count");
		any.setObjective(99);
		new SloBudgets(Slo.of(Map.of("any", any)), beans.getBeanProvider(PrometheusMeterRegistry.class))
			.bindTo(registry);
		assertThat(left(registry, "any")).isCloseTo(0.97, org.assertj.core.data.Offset.offset(0.001));
		assertThat(left(registry, "available")).isCloseTo(0.8, org.assertj.core.data.Offset.offset(0.01));
		assertThat(left(registry, "fast")).isCloseTo(0.9, org.assertj.core.data.Offset.offset(0.01));
		assertThat(left(registry, "orders")).isCloseTo(-1, org.assertj.core.data.Offset.offset(0.001));
		assertThat(registry.scrape()).contains("le=\"0.25\"", "le=\"1.0\"");
		registry.remove(registry.get("orders").tag("result", "failed").counter());
		assertThat(left(registry, "orders")).isEqualTo(1);
		registry.counter("orders", "result", "refused").increment(1);
		assertThat(left(registry, "orders")).isLessThan(0.1);
	}

	private static Timer request(PrometheusMeterRegistry registry, String uri, String status) {
		return registry.timer("http.server.requests", "uri", uri, "status", status);
	}

	private static double left(PrometheusMeterRegistry registry, String slo) {
		return registry.get("slo.error.budget.remaining").tag("slo", slo).gauge().value();
	}

	@Test
	void shouldRefuseWhatCanNotBeMeant() {
		assertRefused("objective", (slo) -> slo.setObjective(100));
		assertRefused("window", (slo) -> slo.setWindow(Duration.ofDays(1)));
		assertRefused("threshold", (slo) -> slo.setType(Type.LATENCY));
		assertRefused("threshold", (slo) -> slo.setThreshold(Duration.ofSeconds(1)));
		assertRefused("good", (slo) -> slo.setTotal("a"));
		assertRefused("total", (slo) -> {
			slo.setGood("a");
			slo.setTotal("sum(a)");
		});
		for (String good : List.of("a_bucket", "a_bucket{le=~\"1|2\"}", "a_bucket{le=\"x\"}")) {
			assertRefused("good", (slo) -> {
				slo.setGood(good);
				slo.setTotal("a_count");
			});
		}
	}

	@Test
	void shouldRefuseWhatIsForRequestsNextToSeries() {
		List<java.util.function.Consumer<Objective>> changes = List.of((slo) -> slo.setType(Type.LATENCY),
				(slo) -> slo.setThreshold(Duration.ofSeconds(1)), (slo) -> slo.setRoutes(List.of("/a")),
				(slo) -> slo.setClientErrors(true));
		for (java.util.function.Consumer<Objective> change : changes) {
			Objective objective = new Objective();
			objective.setGood("a{b=\"c\"}");
			objective.setTotal("a");
			change.accept(objective);
			assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> Slo.of(Map.of("mine", objective)))
				.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("sightline.slo.mine"));
		}
	}

	private static void assertRefused(String key, java.util.function.Consumer<Objective> change) {
		Objective objective = new Objective();
		change.accept(objective);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Slo.of(Map.of("mine", objective)))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("sightline.slo.mine." + key));
	}

	@Test
	void shouldDoNothingWithoutObjectives() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SloBudgets.class)
			.doesNotHaveBean(ApdexBoundariesFilter.class));
	}

	@Test
	void shouldFindObjectivesWhereverTheyAreSet() {
		SystemEnvironmentPropertySource variables = new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("SIGHTLINE_SLO_MINE_OBJECTIVE", "99"));
		this.runner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(variables))
			.run((context) -> assertThat(context).hasSingleBean(SloBudgets.class));
		this.runner.withPropertyValues("sightline.slow.mine.objective=99", "sightline.sloth=1")
			.run((context) -> assertThat(context).doesNotHaveBean(SloBudgets.class));
	}

	@Test
	void shouldMakeRulesAndGauges() {
		this.runner.withPropertyValues("sightline.slo.mine.objective=99")
			.withBean(RuleScope.class, () -> new RuleScope("shop", Map.of(), new RulesProperties()))
			.run((context) -> {
				assertThat(context).hasSingleBean(SloBudgets.class).hasSingleBean(ApdexBoundariesFilter.class);
				assertThat(context.getBean(SloRules.class).groups()).extracting(RuleGroup::name, RuleGroup::interval)
					.containsExactly(tuple("shop-slo-mine", null), tuple("shop-slo-mine/long", Duration.ofMinutes(1)));
			});
		this.runner.withPropertyValues("sightline.slo.mine.objective=99", "sightline.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SloBudgets.class));
	}

	@Test
	void shouldStopTheStartForAWrongObjective() {
		this.runner.withPropertyValues("sightline.slo.mine.objective=0.999", "sightline.slo.mine.window=3d")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("sightline.slo.mine.window"));
	}

}
