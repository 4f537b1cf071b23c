package dev.sightline.autoconfigure.defaults;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.condition.BeanNamesApp;
import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link FrontPanel} and what it is made of, on a real environment.
 */
class FrontPanelTests {

	private static final String TRACES = "management.opentelemetry.tracing.export.otlp";

	private static final String TRACES_ENABLED = "management.tracing.export.otlp.enabled";

	@ParameterizedTest
	@CsvSource({ "http://collector:4318, http://collector:4318/v1/traces",
			"http://collector:4318/, http://collector:4318/v1/traces",
			"https://collector/otlp, https://collector/otlp/v1/traces",
			"http://[::1]:4318, http://[::1]:4318/v1/traces",
			"http://collector:4318/v1/traces, http://collector:4318/v1/traces" })
	void shouldMapTheEndpoint(String base, String traces) {
		assertThat(property(TRACES + ".endpoint", "sightline.otlp.endpoint=" + base)).isEqualTo(traces);
	}

	@Test
	void shouldLeaveTheEndpointOfBootAlone() {
		assertThat(property(TRACES + ".endpoint", "sightline.otlp.endpoint=http://ours:4318",
				TRACES + ".endpoint=http://hers:4318/v1/traces"))
			.isEqualTo("http://hers:4318/v1/traces");
	}

	@ParameterizedTest
	@CsvSource({ "OTLP_ENDPOINT", "JAEGER_ENDPOINT" })
	void shouldMapTheEndpointOfOperators(String variable) {
		assertThat(property(TRACES + ".endpoint", variable + "=http://collector:4318"))
			.isEqualTo("http://collector:4318/v1/traces");
		assertThat(property(TRACES + ".endpoint", variable + "=http://collector:4318",
				"sightline.otlp.endpoint=http://hers:4318"))
			.isEqualTo("http://hers:4318/v1/traces");
	}

	@Test
	void shouldTakeABlankEndpointAsOff() {
		assertThat(property(TRACES + ".endpoint", "sightline.otlp.endpoint=", "OTLP_ENDPOINT=http://collector:4318"))
			.isNull();
		assertThat(property(TRACES_ENABLED, TRACES + ".endpoint=", "sightline.otlp.endpoint=http://collector:4318"))
			.isEqualTo("false");
		assertThat(property("management.logging.export.otlp.enabled",
				"management.opentelemetry.logging.export.otlp.endpoint=${NOWHERE:}", "sightline.logging.enabled=false"))
			.isEqualTo("false");
	}

	@Test
	void shouldNotSwitchTheExporterOffWithoutCause() {
		assertThat(property(TRACES_ENABLED)).isNull();
		assertThat(property(TRACES_ENABLED, "sightline.otlp.endpoint=http://collector:4318")).isNull();
	}

	@Test
	void shouldPushMetricsOnlyToAnEndpointThatIsSet() {
		String enabled = "management.otlp.metrics.export.enabled";
		assertThat(property(enabled)).isEqualTo("false");
		assertThat(property(enabled, "management.otlp.metrics.export.url=")).isEqualTo("false");
		assertThat(property(enabled, "management.otlp.metrics.export.url=http://c:4318/v1/metrics")).isNull();
		assertThat(property(enabled, enabled + "=true")).isEqualTo("true");
		assertThat(property(enabled, "sightline.metrics.enabled=false")).isEqualTo("false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sightline.tracing.sampling", "TRACE_SAMPLING_RATIO" })
	void shouldMapTheSampling(String key) {
		String probability = "management.tracing.sampling.probability";
		assertThat(property(probability, key + "=0.25")).isEqualTo("0.25");
		assertThat(property(probability, key + "=0.25", probability + "=0.5")).isEqualTo("0.5");
	}

	@Test
	void shouldMapTags() {
		String tag = "sightline.tags.team=support";
		assertThat(property("management.metrics.tags.team", tag)).isEqualTo("support");
		assertThat(property("management.opentelemetry.resource-attributes.team", tag)).isEqualTo("support");
		assertThat(property("sentry.tags.team", tag)).isEqualTo("support");
		assertThat(property("management.metrics.tags.team", tag, "management.metrics.tags.team=hers"))
			.isEqualTo("hers");
	}

	@Test
	void shouldNotCheckAnEndpointThatIsNotUsed() {
		String grpc = "sightline.otlp.endpoint=http://collector:4317";
		for (String off : List.of("management.tracing.export.enabled=false", TRACES_ENABLED + "=false",
				"management.opentelemetry.enabled=false", "sightline.tracing.enabled=false")) {
			assertThat(property(TRACES + ".transport", grpc, off)).isNull();
		}
	}

	@Test
	void shouldNotBeatTheUsersBoundariesInAList() {
		assertThat(property("management.metrics.distribution.slo.http.server.requests",
				"management.metrics.distribution.slo.all[0]=42ms"))
			.isNull();
		assertThat(property("management.endpoints.web.exposure.include[0]",
				"management.endpoints.web.exposure.include[0]=*"))
			.isEqualTo("*");
	}

	@Test
	void shouldFollowARenamedRequestMeter() {
		assertThat(property("management.metrics.distribution.slo.web.requests",
				"management.observations.http.server.requests.name=web.requests"))
			.isEqualTo(BootDefault.LATENCY_BUCKETS);
		assertThat(property("management.metrics.distribution.slo.web.calls",
				"management.observations.http.client.requests.name=web.calls"))
			.isEqualTo(BootDefault.LATENCY_BUCKETS);
	}

	@Test
	void shouldNotGiveTheMainPortAManagementAddress() {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--METRICS_PORT=9090", "--server.port=9090",
				"--server.address=127.0.0.1")) {
			assertThat(context.getEnvironment().getProperty("management.server.port")).isEqualTo("9090");
			assertThat(context.getEnvironment().getProperty("management.server.address")).isNull();
		}
	}

	@Test
	void shouldMapVariablesOfOperators() {
		assertThat(property("logging.level.root", "LOG_LEVEL=warn")).isEqualTo("warn");
		assertThat(property("logging.level.root", "LOG_LEVEL=warn", "logging.level.root=info")).isEqualTo("info");
		assertThat(property("management.server.port", "METRICS_PORT=9090")).isEqualTo("9090");
		assertThat(property("management.server.port", "METRICS_PORT=9090", "management.server.port=9091"))
			.isEqualTo("9091");
		assertThat(property("sightline.health.interval", "HEALTH_CHECK_INTERVAL=30")).isEqualTo("30s");
		assertThat(property("sightline.health.interval", "HEALTH_CHECK_INTERVAL=500ms")).isEqualTo("500ms");
		String address = "management.server.address";
		assertThat(property(address, "METRICS_PORT=9090")).isEqualTo("127.0.0.1");
		assertThat(property(address, "METRICS_PORT=9090", "management.server.port=9091")).isNull();
		assertThat(property("logging.file.path", "LOG_DIR=target/logs-of-test")).isEqualTo("target/logs-of-test");
	}

	@Test
	void shouldChooseTheFormatOfTheLog() {
		String console = "logging.structured.format.console";
		String file = "logging.structured.format.file";
		String ours = "dev.sightline.autoconfigure.logging.JsonLogFormatter";
		assertThat(property(console)).as("no terminal here").isEqualTo(ours);
		assertThat(property(file)).isEqualTo(ours);
		assertThat(property(console, "sightline.logging.format=json")).isEqualTo(ours);
		assertThat(property(console, "sightline.logging.format=text")).isNull();
		assertThat(property(file, "sightline.logging.format=text")).isNull();
		assertThat(property(console, "logging.pattern.console=%m%n")).isNull();
		assertThat(property(console, "logging.pattern.console=%m%n", "sightline.logging.format=json")).isEqualTo(ours);
		assertThat(property(console, console + "=ecs")).isEqualTo("ecs");
		assertThat(property(console, "logging.structured.json.add.corp=acme")).isEqualTo("logstash");
		assertThat(property(console, "sightline.logging.enabled=false")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "'', false", "--sightline.logging.format=json, true" })
	@Tag("faults")
	void shouldBeReadableOnATerminal(String argument, boolean json) {
		assumeThat(Path.of("/usr/bin/script")).as("script is not installed").isExecutable();
		ChildApp.Launcher launcher = ChildApp.main(BeanNamesApp.class).onTerminal();
		try (ChildApp app = (argument.isEmpty() ? launcher : launcher.with(argument)).start()) {
			app.awaitExit();
			assertThat(app.lines()).filteredOn((line) -> line.contains("Started BeanNamesApp"))
				.singleElement()
				.asString()
				.satisfies((line) -> assertThat(line.startsWith("{")).isEqualTo(json));
		}
	}

	@Test
	void shouldDoNothingWhenSwitchedOff() {
		try (TestApp app = TestApp.plain(Nothing.class, "sightline.enabled=false", "LOG_LEVEL=warn",
				"sightline.otlp.endpoint=htp://x", "sightline.tags.team=support")) {
			assertThat(app.context().getEnvironment().getPropertySources().contains("defaultProperties")).isFalse();
		}
	}

	@Test
	void shouldGiveAllSignalsTheSameIdentity() {
		try (TestApp app = TestApp.plain(Nothing.class, "spring.application.name=shop", "sightline.version=1.2.3",
				"sightline.environment=staging")) {
			assertThat(app.property("management.opentelemetry.resource-attributes.service.version")).isEqualTo("1.2.3");
			assertThat(app.property("management.opentelemetry.resource-attributes.deployment.environment.name"))
				.isEqualTo("staging");
			assertThat(app.property("sentry.release")).isEqualTo("shop@1.2.3");
			assertThat(app.property("sentry.tags[service.name]")).isEqualTo("shop");
			assertThat(app.property("sentry.environment")).isEqualTo("staging");
			assertThat(app.property("sentry.server-name")).isNotBlank()
				.isEqualTo(app.property("management.opentelemetry.resource-attributes.service.instance.id"));
		}
	}

	@Test
	void shouldLetResourceAttributesDecideTheIdentity() {
		try (TestApp app = TestApp.plain(Nothing.class, "spring.application.name=shop", "sightline.version=1.2.3",
				"management.opentelemetry.resource-attributes.service.name=store",
				"management.opentelemetry.resource-attributes.service.version=9")) {
			assertThat(app.property("sentry.release")).isEqualTo("store@9");
		}
	}

	@Test
	void shouldNameTheActiveProfileAsEnvironment() {
		String key = "management.opentelemetry.resource-attributes.deployment.environment.name";
		assertThat(property(key, "spring.profiles.active=blue,green")).isEqualTo("blue");
		assertThat(property(key)).isEqualTo("default");
	}

	@Test
	void shouldYieldToSentrysOwnKeys() {
		for (Map.Entry<String, String> key : Map
			.of("sentry.release", "hers@1", "sentry.environment", "hers", "sentry.server-name", "hers")
			.entrySet()) {
			assertThat(property(key.getKey(), "sightline.version=1", key.getKey() + "=" + key.getValue()))
				.isEqualTo(key.getValue());
		}
	}

	private static String property(String key, String... properties) {
		try (TestApp app = TestApp.plain(Nothing.class, properties)) {
			return app.property(key);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
