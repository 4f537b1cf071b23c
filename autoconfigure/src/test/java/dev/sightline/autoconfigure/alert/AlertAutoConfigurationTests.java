package dev.sightline.autoconfigure.alert;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.sightline.autoconfigure.rules.Rule;
import dev.sightline.autoconfigure.rules.RuleGroup;
import dev.sightline.autoconfigure.rules.RuleSource;
import dev.sightline.autoconfigure.rules.RulesProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AlertAutoConfiguration}.
 */
class AlertAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AlertAutoConfiguration.class))
		.withPropertyValues("spring.application.name=shop");

	private final WebApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=sightlinerules");

	@Test
	void shouldNotBeExposedByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RulesEndpoint.class)
			.doesNotHaveBean(AlertRules.class)
			.doesNotHaveBean(RulesProperties.class));
	}

	@Test
	void shouldCheckSettingsThoughNobodyMayAsk() {
		for (String setting : List.of("sightline.alerts.service-down.for=30s", "sightline.rules.job=shop")) {
			this.runner.withPropertyValues(setting)
				.run((context) -> assertThat(context).doesNotHaveBean(RulesEndpoint.class)
					.hasSingleBean(AlertRules.class));
		}
	}

	@Test
	void shouldAnswerTheRulesOfTheApplication() {
		this.exposed.withPropertyValues("sightline.tags.team=checkout")
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules())
				.contains("- alert: ServiceDown", "up{job=\"shop\"}", "team: \"checkout\"", "HighHeapUsage")
				.doesNotContain("db_client_", "http_server_", "security_", "cache_hit_ratio", "pg_up", "redis_"));
	}

	@Test
	void shouldNameASignalOnlyWhereItHasSomethingToTell() {
		this.exposed.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).doesNotContain("gen_ai_",
				"jdbc_connections"));
		WebApplicationContextRunner both = this.exposed
			// Neither is ever asked.
			.withBean(ChatModel.class, () -> mock(ChatModel.class))
			.withBean(DataSource.class, () -> mock(DataSource.class));
		both.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules())
			.contains("gen_ai_client_operation_duration_seconds_bucket", "jdbc_connections_active", "hikaricp_")
			.doesNotContain("gen_ai_client_budget", "tasks_scheduled"));
		both.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).doesNotContain("hikaricp_")
				.contains("jdbc_connections_active"));
		both.withPropertyValues("sightline.llm.enabled=false")
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).doesNotContain("gen_ai_", "rag_")
				.contains("jdbc_connections_active"));
	}

	@Test
	void shouldTellOfTasksWhereTheyAreScheduled() {
		this.exposed.withUserConfiguration(Tasks.class)
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules())
				.contains("ScheduledTaskFailing"));
	}

	@Test
	void shouldTakeAUserAtHerWord() {
		this.exposed.withPropertyValues("sightline.llm.enabled=true")
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).contains("gen_ai_"));
	}

	@Test
	void shouldHavePartsOfOthers() {
		this.exposed
			.withBean(RuleSource.class,
					() -> () -> List.of(new RuleGroup("mine", List.of(Rule.recording("my:series", "1", Map.of())))))
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).contains("- record: my:series"));
	}

	@Test
	void shouldBindSettings() {
		this.exposed
			.withPropertyValues("sightline.alerts.service-down.for=30s",
					"sightline.alerts.instance-down.severity=critical", "sightline.alerts.slow-scrape.enabled=false")
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).contains("for: 30s")
				.doesNotContain("SlowScrape")
				.doesNotContain(
						"severity: \"high\"\n      signal: \"metrics\"\n    annotations:\n      summary: \"An instance"));
	}

	@Test
	void shouldStopTheStartForWrongSettings() {
		assertRefused("sightline.alerts.service.for=30s", "sightline.alerts.service.for", "30s",
				"There is no such alert");
		assertRefused("sightline.alerts.service-dwn.for=30s", "sightline.alerts.service-dwn.for", "30s",
				"The nearest are service-down, ");
		assertRefused("sightline.alerts.high-latency.treshold=1s", "sightline.alerts.high-latency.treshold", "1s",
				"An alert has the keys enabled, threshold, for, severity, and no other.");
		assertRefused("sightline.alerts.high-latency=1s", "sightline.alerts.high-latency", "1s",
				"An alert has the keys");
		assertRefused("sightline.alerts.high.latency.threshold=1s", "sightline.alerts.high.latency.threshold", "1s",
				"The nearest are high-latency, ");
		this.runner.withPropertyValues("sightline.alerts.service-down.severity=loud")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("Severity.loud"));
		this.runner.withPropertyValues("sightline.rules.by=a b")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class));
	}

	private void assertRefused(String setting, String key, String value, String remedy) {
		this.runner.withPropertyValues(setting)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(key);
					assertThat(ex.getValue()).isEqualTo(value);
					assertThat(ex.getReason()).contains(remedy);
				}));
	}

	@Test
	void shouldTakeNamesInAllForms() {
		this.exposed
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("SIGHTLINE_ALERTS_SERVICEDOWN_FOR", "31s", "SIGHTLINE_ALERTS_INSTANCEDOWN_FOR", "32s"))))
			.withPropertyValues("sightline.alerts.SlowScrape.for=33s", "sightline.alerts.scrape_missing.for=34s")
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).contains("for: 31s", "for: 32s",
					"for: 33s", "for: 34s"));
	}

	@Test
	void shouldBearVariablesThatApplyAndThoseOfServices() {
		this.exposed
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("SIGHTLINE_ALERTS_SLOW_SCRAPE_FOR", "37s", "SIGHTLINE_ALERTS_RELAY_PORT",
								"tcp://10.0.0.1:80", "SIGHTLINE_ALERTS_RELAY_SERVICE_HOST", "10.0.0.1"))))
			.withPropertyValues("sightline.alerts.slow-scrape.for=33s")
			.run((context) -> assertThat(context.getBean(RulesEndpoint.class).rules()).contains("for: 37s")
				.doesNotContain("for: 33s"));
	}

	@Test
	void shouldBeOffWithTheScrape() {
		this.exposed.withPropertyValues("sightline.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RulesEndpoint.class)
				.doesNotHaveBean(AlertRules.class));
		this.exposed.withPropertyValues("sightline.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AlertRules.class));
	}

	@Test
	void shouldStartWithoutActuator() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AlertAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AlertRules.class));
	}

	@EnableScheduling
	static class Tasks {

	}

}
