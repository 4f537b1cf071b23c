package dev.sightline.autoconfigure.dashboard;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DashboardAutoConfiguration}.
 */
class DashboardAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, DashboardAutoConfiguration.class));

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=sightlinedashboards");

	@Test
	void shouldNotBeExposedByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(DashboardEndpoint.class));
	}

	@Test
	void shouldListAndGiveOutDashboards() {
		this.exposed.run((context) -> {
			DashboardEndpoint endpoint = context.getBean(DashboardEndpoint.class);
			assertThat(endpoint.list()).contains("{\"name\":\"system\",\"title\":\"Sightline / System\"}");
			assertThat(endpoint.dashboard("system")).startsWith("{\"uid\":\"sightline-system\"");
			assertThat(endpoint.dashboard("nothing")).isNull();
		});
	}

	@Test
	void shouldBeOffWithoutMetrics() {
		this.exposed.withPropertyValues("sightline.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardEndpoint.class));
	}

	@Test
	void shouldFollowSwitches() {
		ApplicationContextRunner database = this.exposed.withBean(DataSource.class, () -> mock(DataSource.class));
		database.run((context) -> assertThat(list(context)).contains("\"database\""));
		database.withPropertyValues("sightline.jdbc.enabled=false")
			.run((context) -> assertThat(list(context)).doesNotContain("\"database\"").contains("\"system\""));
	}

	@Test
	void shouldLeaveOutWhatTheApplicationDoesNotHave() {
		this.exposed.run((context) -> assertThat(list(context)).doesNotContain("\"ai\"", "\"database\""));
		this.exposed.withPropertyValues("sightline.llm.enabled=true")
			.run((context) -> assertThat(list(context)).contains("\"ai\"").doesNotContain("\"database\""));
	}

	@Test
	void shouldShowObjectivesIfThereAreAny() {
		this.exposed.run((context) -> assertThat(list(context)).doesNotContain("\"slo\""));
		this.exposed.withPropertyValues("sightline.slo.tickets.objective=99.9")
			.run((context) -> assertThat(list(context)).contains("\"slo\""));
	}

	private static String list(AssertableApplicationContext context) {
		return context.getBean(DashboardEndpoint.class).list();
	}

	@Test
	void shouldLinkToTheDocs() {
		this.exposed.withPropertyValues("sightline.dashboards.docs-url=https://wiki.example.org/docs")
			.run((context) -> assertThat(context.getBean(DashboardEndpoint.class).dashboard("system"))
				.contains("(https://wiki.example.org/docs/reference/system.md)"));
		this.exposed.withPropertyValues("sightline.rules.runbook-url=https://wiki.example.org/run")
			.run((context) -> assertThat(context.getBean(DashboardEndpoint.class).dashboard("system"))
				.contains("(https://wiki.example.org/run/system.md#highcpuusage)"));
	}

}
