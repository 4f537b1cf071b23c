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
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, HelloApp.class, receiver.settings())) {
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
				TestApp app = TestApp.web(type, HelloApp.class,
						receiver.settings("sightline.http.exclude=/hel{rest},/internal/**"))) {
			Stream.of("/hello", "/internal/a/b", "/actuator/info").forEach((path) -> Http.get(app.url(path)));
			assertThat(observed(app)).contains("/actuator/info").doesNotContain("/hello", "/internal/a/b", "UNKNOWN");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldObserveAllIfNothingIsNamed(WebApplicationType type) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, HelloApp.class, receiver.settings("sightline.http.exclude="))) {
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
		properties.add("sightline.security.observe-filter-chain=true");
		assertThat(securitySpans(type, separatePort ? port : 0, properties)).isEmpty();
		if (!separatePort) {
			properties.add("sightline.http.exclude=");
			assertThat(securitySpans(type, 0, properties)).isNotEmpty();
		}
	}

	/**
	 * Names of the spans that a request to an endpoint leaves besides its own.
	 */
	private static List<String> securitySpans(WebApplicationType type, int port, List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			all.addAll(List.of(receiver.settings()));
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
				TestApp app = TestApp.servlet(HelloApp.class,
						receiver.settings("spring.mvc.servlet.path=/api", "server.servlet.context-path=/shop"))) {
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

	/**
	 * The routes in the metrics, once the last request is among them.
	 */
	private static List<String> observed(TestApp app) {
		await().until(() -> !routes(app).isEmpty());
		return routes(app);
	}

	private static List<String> routes(TestApp app) {
		return app.scrape("http_server_requests_seconds_count")
			.stream()
			.map((line) -> line.replaceAll(".*uri=\"([^\"]*)\".*", "$1"))
			.sorted()
			.toList();
	}

}
