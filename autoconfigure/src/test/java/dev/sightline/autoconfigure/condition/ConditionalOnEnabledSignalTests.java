package dev.sightline.autoconfigure.condition;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConditionalOnEnabledSignal}.
 */
class ConditionalOnEnabledSignalTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(TracingConfiguration.class);

	@Test
	void shouldMatchByDefault() {
		this.contextRunner.run((context) -> assertThat(context).hasBean("part"));
	}

	@Test
	void shouldNotMatchWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("sightline.tracing.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean("part");
			assertThat(report(context)).contains("sightline.tracing.enabled=false");
		});
	}

	@Test
	void shouldNotMatchWhenAllIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sightline.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean("part");
			assertThat(report(context)).contains("sightline.enabled=false");
		});
	}

	@Test
	void shouldMatchWhenOwnSwitchBeatsTheOneForAll() {
		this.contextRunner.withPropertyValues("sightline.enabled=false", "sightline.tracing.enabled=true")
			.run((context) -> {
				assertThat(context).hasBean("part");
				assertThat(report(context)).contains("sightline.tracing.enabled=true");
			});
	}

	private static String report(org.springframework.context.ConfigurableApplicationContext context) {
		StringBuilder text = new StringBuilder();
		ConditionEvaluationReport.get(context.getBeanFactory())
			.getConditionAndOutcomesBySource()
			.forEach((source, outcomes) -> outcomes
				.forEach((outcome) -> text.append(outcome.getOutcome().getMessage())));
		return text.toString();
	}

	@Configuration(proxyBeanMethods = false)
	static class TracingConfiguration {

		@Bean
		@ConditionalOnEnabledSignal(Signal.TRACING)
		String part() {
			return "part";
		}

	}

}
