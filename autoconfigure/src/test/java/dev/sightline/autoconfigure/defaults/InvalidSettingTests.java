package dev.sightline.autoconfigure.defaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.condition.BeanNamesApp;
import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InvalidSettingException} and its analysis.
 */
class InvalidSettingTests {

	@Test
	void shouldReportTheSampling() {
		FailureAnalysis analysis = fail("sightline.tracing.sampling=7");
		assertThat(analysis.getDescription().lines()).containsExactly("A setting has a value that can not work:", "",
				"    Property: sightline.tracing.sampling", "    Value: \"7\"",
				"    Origin: \"sightline.tracing.sampling\" from property source \"commandLineArgs\"",
				"    Reason: it is no number from 0 to 1");
		assertThat(analysis.getAction())
			.isEqualTo("Set 'sightline.tracing.sampling' to the share of traces to keep, such as 0.1 for one in ten.");
	}

	@Test
	void shouldTellItOnTheConsoleOfANewProcess() {
		try (ChildApp app = ChildApp.main(BeanNamesApp.class).with("--sightline.tracing.sampling=7").start()) {
			assertThat(app.awaitExit()).isNotZero();
			assertThat(app.output()).contains("""
					***************************
					APPLICATION FAILED TO START
					***************************

					Description:

					A setting has a value that can not work:

					    Property: sightline.tracing.sampling
					    Value: "7"
					""").contains("one in ten").doesNotContain("\tat ");
		}
	}

	@Test
	void shouldReportTheEndpoint() {
		FailureAnalysis analysis = fail("sightline.otlp.endpoint=htp://x");
		assertThat(analysis.getDescription()).contains("Property: sightline.otlp.endpoint", "Value: \"htp://x\"",
				"it is no http or https URL");
		assertThat(analysis.getAction()).isEqualTo("Set 'sightline.otlp.endpoint' to the URL of an OTLP receiver, "
				+ "such as http://localhost:4318, or leave it blank to send nothing.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://", "collector:4318", "http://a b", "ftp://collector", "//collector",
			"http://otel_collector:4318", "http://:4318", "http://collector:4318?token" })
	void shouldReportWhatIsNoUrl(String value) {
		assertThat(fail("sightline.otlp.endpoint=" + value).getDescription())
			.contains("\"" + value.replace("?token", "?***") + "\"");
		assertThat(fail("management.opentelemetry.tracing.export.otlp.endpoint=" + value).getDescription())
			.contains("Property: management.opentelemetry.tracing.export.otlp.endpoint");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0.1", "1.1", "NaN", "many" })
	void shouldReportWhatIsNoShare(String value) {
		assertThat(fail("TRACE_SAMPLING_RATIO=" + value).getDescription()).contains("Property: TRACE_SAMPLING_RATIO",
				"Origin: \"TRACE_SAMPLING_RATIO\" from property source \"commandLineArgs\"", "\"" + value + "\"");
	}

	@ParameterizedTest
	@CsvSource({
			"sightline.logging.format, xml, 'Set ''sightline.logging.format'' to json, ecs, nested or text, or remove it.'",
			"sightline.redaction.patterns.bad.regex, (, 'Set ''sightline.redaction.patterns.bad.regex'' to a regular expression of Java.'",
			"sightline.redaction.max-length, 7, Set it to 1024 or more.",
			"LOG_LEVEL, loud, 'Set LOG_LEVEL to trace, debug, info, warn, error, fatal or off.'",
			"METRICS_PORT, 70000, Set METRICS_PORT to a number from 0 to 65535.",
			"HEALTH_CHECK_INTERVAL, soon, 'Set HEALTH_CHECK_INTERVAL to a number of seconds, such as 10, or to a time such as 500ms.'",
			"sightline.enabled, maybe, Set 'sightline.enabled' to true or false.",
			"sightline.tracing.enabled, maybe, Set 'sightline.tracing.enabled' to true or false." })
	void shouldReportOtherSettings(String key, String value, String action) {
		FailureAnalysis analysis = fail(key + "=" + value);
		assertThat(analysis.getDescription()).contains("Property: " + key, "Value: \"" + value + "\"");
		assertThat(analysis.getAction()).isEqualTo(action.replace("''", "'"));
	}

	@Test
	void shouldReportAPortThatSpeaksGrpc() {
		FailureAnalysis analysis = fail("sightline.otlp.endpoint=http://collector:4317");
		assertThat(analysis.getDescription()).contains("Property: sightline.otlp.endpoint", "http://collector:4317",
				"port 4317 speaks OTLP over gRPC by convention, and no gRPC sender is on the class path");
		assertThat(analysis.getAction()).contains("http://collector:4318",
				"io.opentelemetry:opentelemetry-exporter-sender-grpc-managed-channel");
	}

	@Test
	void shouldNotTellSecrets() {
		for (String value : new String[] { "http://user:s3cret@collector:4317", "htp://user:s3cret@collector",
				"ftp://collector?token=s3cret" }) {
			FailureAnalysis analysis = fail("sightline.otlp.endpoint=" + value);
			assertThat(analysis.getDescription() + analysis.getAction() + analysis.getCause().getMessage())
				.doesNotContain("s3cret")
				.contains("***");
		}
	}

	@Test
	void shouldReportAGrpcTransportWithoutSender() {
		assertThat(fail("sightline.otlp.endpoint=http://collector:9999",
				"management.opentelemetry.tracing.export.otlp.transport=grpc")
			.getDescription()).contains("the transport is gRPC, and no gRPC sender is on the class path");
	}

	@Test
	void shouldAcceptPort4317WhenHttpIsAskedFor() {
		try (TestApp app = TestApp.plain(Nothing.class, "sightline.otlp.endpoint=http://collector:4317",
				"management.opentelemetry.tracing.export.otlp.transport=http")) {
			assertThat(app.property("management.opentelemetry.tracing.export.otlp.endpoint"))
				.isEqualTo("http://collector:4317/v1/traces");
		}
	}

	@Test
	void shouldReportJaegersThriftCollector() {
		FailureAnalysis analysis = fail("JAEGER_ENDPOINT=http://jaeger:14268/api/traces");
		assertThat(analysis.getDescription()).contains("Property: JAEGER_ENDPOINT", "Thrift");
		assertThat(analysis.getAction()).contains("http://jaeger:4318");
	}

	private static FailureAnalysis fail(String... properties) {
		InvalidSettingException[] thrown = new InvalidSettingException[1];
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> TestApp.plain(Nothing.class, properties).close())
			.satisfies((ex) -> thrown[0] = ex);
		return new InvalidSettingFailureAnalyzer().analyze(thrown[0], thrown[0]);
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
