package dev.sightline.autoconfigure.condition;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the switches on real applications.
 */
class SwitchTests {

	/**
	 * Signals are off whose number has this bit, so that of any two one is off while the
	 * other is on. The last line has those that are in no other.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "2, 1", "3, 1", "0, 0" })
	void shouldLeaveOutAutoConfigurationsAndSayWhichPropertyDecided(int bit, int value) {
		List<Signal> off = Stream.of(Signal.values())
			.filter((signal) -> (signal.ordinal() >> bit & 1) == value)
			.toList();
		try (TestApp app = TestApp.servlet(App.class,
				off.stream().map((signal) -> signal.getSwitch() + "=false").toArray(String[]::new))) {
			off.forEach((signal) -> assertLeftOut(app, signal));
		}
	}

	private static void assertLeftOut(TestApp app, Signal signal) {
		Map<String, ConditionAndOutcomes> report = ConditionEvaluationReport.get(app.context().getBeanFactory())
			.getConditionAndOutcomesBySource();
		for (String name : signal.getAutoConfigurations()) {
			if (!isOnClassPath(name)) {
				continue;
			}
			assertThat(app.context().getBeanFactory().containsBeanDefinition(name)).as(name).isFalse();
			assertThat(report.get(name)).as(name).isNotNull();
			String reason = report.get(name)
				.stream()
				.map((outcome) -> outcome.getOutcome().getMessage())
				.collect(Collectors.joining());
			if (!reason.contains("did not find required class")) {
				assertThat(reason).contains(signal.getSwitch() + "=false");
			}
		}
	}

	@Test
	void shouldLeaveNoTraceOfTracingWhenSwitchedOff() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(App.class, "sightline.tracing.enabled=false",
						"sightline.otlp.endpoint=" + receiver.endpoint(),
						"management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint()
								+ "/v1/traces")) {
			assertThat(app.context().getBeanProvider(SdkTracerProvider.class).getIfAvailable()).isNull();
			assertThat(app.context().getBeanProvider(SpanExporter.class).getIfAvailable()).isNull();
			assertThat(app.context().getBean(Tracer.class)).isSameAs(Tracer.NOOP);
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("BatchSpanProcessor"));
			assertThat(Http.get(app.url("/health")).statusCode()).isEqualTo(200);
			app.context().close();
			assertThat(receiver.requests()).isEmpty();
		}
	}

	@Test
	void shouldLeaveNoThreadOfTracingBehind() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			TestApp.servlet(App.class, "sightline.otlp.endpoint=" + receiver.endpoint()).close();
		}
		await().untilAsserted(
				() -> assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
					.extracting(Thread::getName)
					.noneMatch((name) -> name.startsWith("BatchSpanProcessor")));
	}

	@Test
	void shouldNotExportMetricsWhenSwitchedOff() {
		try (TestApp app = TestApp.servlet(App.class, "sightline.metrics.enabled=false")) {
			assertThat(app.context().getBeanProvider(PrometheusRegistry.class).getIfAvailable()).isNull();
			assertThat(Http.get(app.url("/actuator/prometheus")).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void shouldNotObserveRequestsWhenHttpIsSwitchedOff() {
		try (TestApp app = TestApp.servlet(App.class, "sightline.http.enabled=false")) {
			Http.get(app.url("/nothing"));
			assertThat(app.context().getBean(MeterRegistry.class).find("http.server.requests").meter()).isNull();
			assertThat(app.scrape()).contains("jvm_memory_used_bytes").doesNotContain("http_server_requests");
		}
	}

	@Test
	void shouldNotMeasureTheSystemWhenSwitchedOff() {
		try (TestApp app = TestApp.servlet(App.class, "sightline.system.enabled=false")) {
			assertThat(app.scrape()).doesNotContain("jvm_memory_used_bytes").doesNotContain("process_cpu");
		}
	}

	@Test
	void shouldEqualTheApplicationWithoutOurJarWhenAllIsSwitchedOff() {
		String off = beans(ChildApp.main(BeanNamesApp.class).with("--sightline.enabled=false"));
		String without = beans(ChildApp.main(BeanNamesApp.class, "classes").with("--sightline.enabled=false"));
		assertThat(without).contains("bean prometheusMeterRegistry");
		assertThat(off).isEqualTo(without);
	}

	private static String beans(ChildApp.Launcher launcher) {
		try (ChildApp app = launcher.start()) {
			assertThat(app.awaitExit()).as(app.output()).isZero();
			return app.lines()
				.stream()
				.filter((line) -> line.startsWith("bean ") || line.startsWith("property "))
				// Spring AI looks for a tracer without saying after whom, so that it
				// finds one or not by the names of other auto-configurations.
				.filter((line) -> !line.contains("ChatClientAutoConfiguration$TracerPresentObservationConfiguration")
						&& !line.contains("ChatClientAutoConfiguration$TracerNotPresentObservationConfiguration"))
				.collect(Collectors.joining("\n"));
		}
	}

	private static boolean isOnClassPath(String name) {
		return ClassUtils.isPresent(name, null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
