package dev.sightline.autoconfigure.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Requests that are excluded leave no span and no metric, on Tomcat and on Netty.
 */
class ExcludedRequestTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLeaveOutEndpointsAndProbes(WebApplicationType type) {
		try (OtlpReceiver receiver = new OtlpReceiver(); TestApp app = start(type, receiver)) {
			Stream.of("/actuator", "/actuator/info", "/actuator/health", "/health", "/health/nothing", "/hello")
				.forEach((path) -> Http.get(app.url(path)));
			assertThat(observed(app)).containsExactly("/hello");
			await().until(() -> !receiver.spans().isEmpty());
			assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("http get /hello");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLeaveOutWhatTheUserNames(WebApplicationType type) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = start(type, receiver, "sightline.http.exclude=/hel{rest},/internal/**")) {
			Stream.of("/hello", "/internal/a/b", "/actuator/info").forEach((path) -> Http.get(app.url(path)));
			assertThat(observed(app)).contains("/actuator/info").doesNotContain("/hello", "/internal/a/b", "UNKNOWN");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldObserveAllIfNothingIsNamed(WebApplicationType type) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = start(type, receiver, "sightline.http.exclude=")) {
			Stream.of("/hello", "/actuator/info").forEach((path) -> Http.get(app.url(path)));
			assertThat(observed(app)).contains("/hello", "/actuator/info");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,true", "SERVLET,false", "REACTIVE,true", "REACTIVE,false" })
	void shouldLeaveOutTheSpansOfSpringSecurity(WebApplicationType type, boolean separatePort) {
		List<String> properties = new ArrayList<>();
		int port = ChildApp.freePort();
		if (separatePort) {
			properties.add("management.server.port=" + port);
			properties.add("management.server.address=127.0.0.1");
		}
		assertThat(securitySpans(type, separatePort ? port : 0, properties)).isEmpty();
		properties.add("sightline.http.exclude=");
		assertThat(securitySpans(type, separatePort ? port : 0, properties)).isNotEmpty();
	}

	/**
	 * Names of the spans that a request to an endpoint leaves besides its own.
	 */
	private static List<String> securitySpans(WebApplicationType type, int port, List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			all.addAll(export(receiver));
			try (TestApp app = TestApp.secured(type, HelloApp.class, all.toArray(String[]::new))) {
				Http.get((port > 0) ? "http://127.0.0.1:" + port + "/actuator/health" : app.url("/actuator/health"));
				Http.get(app.url("/hello"));
				await().until(() -> receiver.spans().stream().anyMatch((span) -> url(span).equals("/hello")));
			}
			String hello = receiver.spans()
				.stream()
				.filter((span) -> url(span).equals("/hello"))
				.map(ReceivedSpan::traceId)
				.findFirst()
				.orElseThrow();
			return receiver.spans()
				.stream()
				.filter((span) -> !span.traceId().equals(hello) && span.name().contains("security"))
				.map(ReceivedSpan::name)
				.toList();
		}
	}

	@Test
	void shouldExcludeBelowTheServletPath() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = start(WebApplicationType.SERVLET, receiver, "spring.mvc.servlet.path=/api",
						"server.servlet.context-path=/shop")) {
			Stream.of("/shop/api/actuator/info", "/shop/api/hello").forEach((path) -> Http.get(app.url(path)));
			await().until(() -> !receiver.spans().isEmpty());
			assertThat(receiver.spans()).extracting(ExcludedRequestTests::url).containsExactly("/shop/api/hello");
		}
	}

	@Test
	void shouldRefuseWhatIsNoPattern() {
		assertThatThrownBy(() -> TestApp.servlet(HelloApp.class, "sightline.http.exclude=/a/{b"))
			.hasStackTraceContaining("sightline.http.exclude")
			.hasStackTraceContaining("/a/{b");
	}

	private static String url(ReceivedSpan span) {
		return String.valueOf(span.attributes().get("http.url"));
	}

	private static TestApp start(WebApplicationType type, OtlpReceiver receiver, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(export(receiver));
		return (type == WebApplicationType.SERVLET) ? TestApp.servlet(HelloApp.class, all.toArray(String[]::new))
				: TestApp.reactive(HelloApp.class, all.toArray(String[]::new));
	}

	private static List<String> export(OtlpReceiver receiver) {
		return List.of("sightline.otlp.endpoint=" + receiver.endpoint(), "sightline.tracing.sampling=1",
				"management.opentelemetry.tracing.export.schedule-delay=50ms");
	}

	/**
	 * The routes in the metrics, once the last request is among them.
	 */
	private static List<String> observed(TestApp app) {
		await().until(() -> !routes(app).isEmpty());
		return routes(app);
	}

	private static List<String> routes(TestApp app) {
		return Http.get(app.url("/actuator/prometheus"))
			.body()
			.lines()
			.filter((line) -> line.startsWith("http_server_requests_seconds_count"))
			.map((line) -> line.replaceAll(".*uri=\"([^\"]*)\".*", "$1"))
			.sorted()
			.toList();
	}

}
