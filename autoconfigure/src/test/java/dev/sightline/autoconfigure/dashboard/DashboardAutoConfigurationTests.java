package dev.sightline.autoconfigure.dashboard;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DashboardAutoConfiguration} and {@link AppSignals}.
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
			assertThat(endpoint.list()).contains("{\"name\":\"application\",\"title\":\"Sightline / Application\"}",
					"\"name\":\"ai\"");
			assertThat(endpoint.dashboard("application")).startsWith("{\"uid\":\"sightline-application\"");
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
		this.exposed.withPropertyValues("sightline.llm.enabled=false", "sightline.http.enabled=false")
			.run((context) -> assertThat(context.getBean(DashboardEndpoint.class).list()).doesNotContain("\"ai\"")
				.contains("\"database\""));
	}

	@Test
	void shouldLeaveOutWhatTheApplicationDoesNotHave() {
		ApplicationContextRunner without = this.exposed
			.withClassLoader(new FilteredClassLoader("org.springframework.ai", "dev.langchain4j"));
		without.run((context) -> assertThat(context.getBean(DashboardEndpoint.class).list()).doesNotContain("\"ai\""));
		without.withPropertyValues("sightline.llm.enabled=true")
			.run((context) -> assertThat(context.getBean(DashboardEndpoint.class).list()).contains("\"ai\""));
	}

	@Test
	void shouldLinkToTheDocs() {
		this.exposed.withPropertyValues("sightline.dashboards.docs-url=https://wiki.example.org/docs")
			.run((context) -> assertThat(context.getBean(DashboardEndpoint.class).dashboard("system"))
				.contains("(https://wiki.example.org/docs/reference/system.md)"));
	}

}
